import { billing } from '@gatefold/api';
import type { Visit } from './visit.ts';

/** Every page waits for it, also one that asks billing for nothing else. */
const LONGEST_MS = 500;

/** How many requests wait for a second person; null where billing does not say so soon. */
export const waitingOf = ({ asPerson, report }: Pick<Visit, 'asPerson' | 'report'>): Promise<number | null> =>
  asPerson.billing.call(billing.countWaiting, { timeoutMs: LONGEST_MS }).then(
    ({ waiting }) => waiting,
    (error: unknown) => {
      report(error, 'how many requests wait could not be asked for');
      return null;
    },
  );
