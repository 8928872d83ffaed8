import type { Engine } from './turn.ts';
import { processDue } from '../usecases/process-due.ts';
import type { Units } from '../usecases/ports.ts';

const nobody = { id: null, idempotency_key: null };

/** So many due objects are kept in one transaction: a commit for each would cost a third of a turn. */
const TOGETHER = 200;

/**
 * What Stripe does by itself as time goes by: each due object in the order of its instant, and at that instant, also
 * where the simulator did not run then. What was made to be due in the past is done in the present.
 */
export function createEngine(units: Units): Engine {
  let doneUntil = 0;
  return {
    nextDue: () => units.nextDue(),
    runDue(now) {
      while (units.due(now) !== null)
        units.together(() => {
          for (let done = 0; done < TOGETHER; done += 1) {
            const due = units.due(now);
            if (due === null) return;
            const at = due.at > doneUntil ? due.at : now;
            units.run({ now: at, asked: nobody }, (unit) => processDue(unit, due.object));
          }
        });
      doneUntil = now;
    },
  };
}
