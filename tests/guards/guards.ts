import type { Guard } from './guard.ts';
import { guardsOfBilling } from './guards-of-billing.ts';
import { guardsOfEntitlement } from './guards-of-entitlement.ts';
import { guardsOfOthers } from './guards-of-others.ts';
import { guardsOfReaders } from './guards-of-readers.ts';
import { guardsOfStaff } from './guards-of-staff.ts';

export const guards: readonly Guard[] = [
  ...guardsOfBilling,
  ...guardsOfEntitlement,
  ...guardsOfReaders,
  ...guardsOfStaff,
  ...guardsOfOthers,
];
