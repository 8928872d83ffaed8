import type { Engine } from './turn.ts';
import { processDue } from '../usecases/process-due.ts';
import type { Units } from '../usecases/ports.ts';

const nobody = { id: null, idempotency_key: null };

/** What Stripe does by itself as time goes by: each due object in the order of its instant, one transaction each. */
export const createEngine = (units: Units): Engine => ({
  nextDue: () => units.nextDue(),
  runDue(now) {
    for (let object = units.due(now); object !== null; object = units.due(now)) {
      const due = object;
      units.run({ now, asked: nobody }, (unit) => processDue(unit, due));
    }
  },
});
