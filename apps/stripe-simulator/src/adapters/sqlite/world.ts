import type { Database } from './database.ts';
import type { Ids } from './ids.ts';
import type { Settings } from './settings.ts';
import { exported, imported, tableNames } from './state.ts';
import type { VirtualClock } from '../../clock/virtual-clock.ts';
import { defaultDunning, type Dunning } from '../../domain/dunning.ts';
import { expiredAt } from '../../domain/payment-method.ts';
import { newWebhookEndpoint } from '../../domain/webhook.ts';
import type { SimActions } from '../../http/sim.routes.ts';
import { openDispute } from '../../usecases/disputes.ts';
import { required } from '../../usecases/find.ts';
import { setPayoutSchedule } from '../../usecases/payouts.ts';
import type { Unit, Units } from '../../usecases/ports.ts';

const nobody = { id: null, idempotency_key: null };

type Parts = {
  readonly database: Database;
  readonly units: Units;
  readonly settings: Settings;
  readonly ids: Ids;
  readonly seconds: () => number;
  readonly onChange: () => void;
  readonly clock: VirtualClock;
  /** Puts back what is there from the start. */
  readonly begin: () => void;
};

/** What tests may do to the simulated world beyond Stripe's own API. */
export function createActions(parts: Parts): SimActions {
  const { units, settings, seconds, onChange } = parts;
  const change = <T>(work: (unit: Unit) => T): T => {
    const result = units.run({ now: seconds(), asked: nobody }, work);
    onChange();
    return result;
  };

  return {
    forceNextCharge: (id, outcome) =>
      change((unit) => {
        const customer = required(unit, 'customer', [id, 'customer']);
        unit.save({ ...customer, sim: { ...customer.sim, nextCharge: outcome } });
      }),
    openDispute: (id, reason) =>
      change((unit) => openDispute(unit, required(unit, 'charge', [id, 'charge']), reason).id),
    expireCard: (id) =>
      change((unit) => {
        const method = required(unit, 'payment_method', [id, 'payment_method']);
        unit.save(expiredAt(method, unit.now), 'payment_method.updated');
      }),
    setPayouts: (schedule) => change((unit) => setPayoutSchedule(unit, schedule)),
    dunning: () => settings.get<Dunning>('dunning') ?? defaultDunning,
    setDunning: (dunning) => settings.set('dunning', dunning),
    ...wholeState(parts),
  };
}

/** Everything at once: looked at, taken out, put in, forgotten. */
function wholeState({
  database,
  ids,
  clock,
  seconds,
  begin,
  onChange,
}: Parts): Pick<SimActions, 'exportState' | 'importState' | 'object' | 'reset' | 'state'> {
  return {
    state(kind) {
      const rows = database.all(
        'SELECT body FROM object WHERE deleted = 0 AND (? IS NULL OR kind = ?) ORDER BY seq',
        kind,
        kind,
      );
      return {
        now: new Date(seconds() * 1000).toISOString(),
        objects: rows.map(({ body }) => JSON.parse(String(body))),
      };
    },
    object(id) {
      const row = database.first('SELECT body FROM object WHERE id = ? LIMIT 1', id);
      return row === null ? null : (JSON.parse(String(row['body'])) as object);
    },
    exportState: () => database.atomic(() => exported(database, clock.now(), ids.seed())),
    importState(document) {
      database.atomic(() => {
        imported(database, document);
        database.memory.forget();
        ids.resume();
        clock.hold(new Date(document.now).getTime());
      });
      clock.release();
      onChange();
    },
    async reset() {
      database.atomic(() => {
        for (const table of tableNames) database.run(`DELETE FROM ${table}`);
        database.run(`DELETE FROM setting WHERE name NOT IN ('clock', 'seed')`);
        database.memory.forget();
        ids.restart();
        begin();
      });
      onChange();
    },
  };
}

/** The endpoint that is there from the start. Its address names it: a second start changes the secret, not the number of endpoints. */
export function registerEndpoint(
  { units, ids, seconds }: Pick<Parts, 'units' | 'ids' | 'seconds'>,
  wanted: { readonly url: string; readonly secret: string | null } | null,
): void {
  if (wanted === null) return;
  units.run({ now: seconds(), asked: nobody }, (unit) => {
    const known = unit.list('webhook_endpoint', {}).find(({ url }) => url === wanted.url);
    const endpoint =
      known ??
      newWebhookEndpoint({ url: wanted.url, enabled_events: ['*'] }, { now: unit.now, newId: ids.newId });
    unit.save({ ...endpoint, sim: { ...endpoint.sim, secret: wanted.secret ?? endpoint.sim.secret } });
  });
}
