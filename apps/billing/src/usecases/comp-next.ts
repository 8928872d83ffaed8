import { compNext } from '../domain/comp.ts';
import type { Subscription } from '../domain/subscription.ts';
import { steer, type Command, type SteerDeps } from './change-course.ts';

type Comp = Omit<Command, 'asker'> & { readonly after: Date; readonly reason: string };

/** Gives the next period. Staff say why, and it stands in the audit log. */
export const compNextPeriod =
  (deps: SteerDeps) =>
  (command: Comp): Promise<Subscription> => {
    const { after, reason } = command;
    const facts = { after: after.toISOString(), reason };
    const noted = { ...command, asker: 'staff' as const, action: 'subscription.comp', facts };
    return steer(deps, noted, (current, given) => compNext(current, after, given));
  };
