import type { MachineClock } from '@gatefold/kernel';
import type { Logger, Metrics, Service } from '@gatefold/service-kit';
import { createAnswers } from './adapters/sqlite/answers.ts';
import type { Database } from './adapters/sqlite/database.ts';
import { createDeliveries } from './adapters/sqlite/deliveries.ts';
import { createIds } from './adapters/sqlite/ids.ts';
import { createSettings } from './adapters/sqlite/settings.ts';
import { createUnits } from './adapters/sqlite/units.ts';
import { createFollowers } from './clock/followers.ts';
import { createKeeper } from './clock/keeper.ts';
import { createVirtualClock, type Reading } from './clock/virtual-clock.ts';
import { defaultDunning, type Dunning } from './domain/dunning.ts';
import { createEngine } from './clock/engine.ts';
import { createHttp } from './http/app.ts';
import { createRequestLog } from './http/request-log.ts';
import { routes } from './http/routes/index.ts';
import { createActions, registerEndpoint } from './adapters/sqlite/world.ts';
import { createSender } from './webhooks/deliver.ts';
import { firstTry, type Mode } from './webhooks/modes.ts';

/** What the simulator needs from the world. `main.ts` passes the real things, a test passes its own. */
export type World = {
  readonly database: Database;
  readonly machineClock: MachineClock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Milliseconds; counts only where nothing is kept yet. */
  readonly start: number;
  readonly seed: string;
  readonly publicUrl: string;
  readonly secretKey: string | null;
  readonly endpoint: { readonly url: string; readonly secret: string | null } | null;
  /** How long a follower of the clock may be silent, in milliseconds of machine time. */
  readonly silentForMs?: number;
};

/** The only place where the simulator's parts meet. */
export function compose(world: World): Service {
  const { database, machineClock, logger, metrics, start, seed, publicUrl } = world;
  const settings = createSettings(database);
  const clock = createVirtualClock(
    machineClock,
    {
      load: () => settings.get<Reading>('clock'),
      save: (reading) => settings.set('clock', reading),
    },
    start,
  );
  const mode = {
    get: (): Mode => settings.get<Mode>('webhooks') ?? { mode: 'deliver' },
    set: (to: Mode): void => settings.set('webhooks', to),
  };
  const deliveries = createDeliveries(database);
  const ids = createIds(settings, seed);
  const units = createUnits({
    database,
    ids,
    dunning: () => settings.get<Dunning>('dunning') ?? defaultDunning,
    queue: ({ event, endpoint, now }) => deliveries.queue({ event, endpoint, at: firstTry(mode.get(), now) }),
  });
  const followers = createFollowers(
    world.silentForMs === undefined ? {} : { silentForMs: world.silentForMs },
  );
  const sender = createSender({ deliveries, machineClock, mode: mode.get, now: clock.seconds });
  let changes = 0;
  const keeper = createKeeper({
    clock,
    engine: createEngine(units),
    sender,
    nextDelivery: deliveries.nextAt,
    followers,
    changes: () => changes,
    logger,
    unfinished: {
      load: () => settings.get<number>('unfinished'),
      save: (target) => settings.set('unfinished', target),
    },
  });
  const onChange = (): void => {
    changes += 1;
    // Within a turn the turn itself delivers, in its order.
    if (!keeper.state().turning) void sender.flush();
  };
  const requests = createRequestLog(clock.now);
  const begin = (): void => registerEndpoint({ units, ids, seconds: clock.seconds }, world.endpoint);
  begin();
  metrics.gauge(
    'simulator_webhooks_pending',
    'Webhooks not delivered yet.',
    () => deliveries.counts()['pending'] ?? 0,
  );

  const http = createHttp({
    api: {
      units,
      answers: createAnswers(database),
      requests,
      routes,
      seconds: clock.seconds,
      machineClock,
      newRequestId: () => ids.newId('req'),
      secretKey: world.secretKey,
      pageUrl: publicUrl,
      logger,
      onChange,
    },
    sim: {
      keeper,
      followers,
      deliveries,
      mode,
      requests,
      seconds: clock.seconds,
      flush: sender.flush,
      actions: createActions({ database, units, settings, ids, seconds: clock.seconds, onChange, begin }),
      logger,
    },
    metrics,
  });
  return { http, workers: [keeper.worker], close: async () => database.close() };
}
