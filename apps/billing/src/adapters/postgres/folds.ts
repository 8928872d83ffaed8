import type { FoldBegun, Folds } from '../../usecases/ports.ts';
import { beginFolds } from './begin-folds.ts';
import { commitFolds } from './commit-folds.ts';
import type { Fold, FoldDeps } from './folding.ts';
import { gathering } from './gathering.ts';

/** Customers who are begun, and committed, at the same time are so together; each as if it were alone. */
export function postgresFolds(deps: FoldDeps): Folds {
  const begun = gathering((ids: readonly string[]) => beginFolds(deps.pool, ids), 2);
  const committed = gathering((folds: readonly Fold[]) => commitFolds(deps, folds), 1);
  return {
    async begin(customerId, traceparent): Promise<FoldBegun> {
      const found = (await begun([customerId])).get(customerId)!;
      return { ...found, customerId, traceparent: found.traceparent ?? traceparent };
    },

    commit: async (one, read) => (await committed([{ begun: one, read }])).has(one),
  };
}
