import type { Guard } from './guard.ts';
import { guardsOfBilling } from './guards-of-billing.ts';
import { guardsOfOthers } from './guards-of-others.ts';

export const guards: readonly Guard[] = [...guardsOfBilling, ...guardsOfOthers];
