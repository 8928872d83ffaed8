import type { MachineClock } from '@gatefold/kernel';
import type { Logger, Metrics, Service } from '@gatefold/service-kit';
import { createAnswers } from './adapters/sqlite/answers.ts';
import type { Database } from './adapters/sqlite/database.ts';
import { createDeliveries } from './adapters/sqlite/deliveries.ts';
import { createIds } from './adapters/sqlite/ids.ts';
import { createSettings } from './adapters/sqlite/settings.ts';
import { createUnits } from './adapters/sqlite/units.ts';
import { createActions, registerEndpoint } from './adapters/sqlite/world.ts';
import { createEngine } from './clock/engine.ts';
import { createFollowers } from './clock/followers.ts';
import { createKeeper } from './clock/keeper.ts';
import { createVirtualClock, type Reading } from './clock/virtual-clock.ts';
import { defaultDunning, type Dunning } from './domain/dunning.ts';
import { createFaults } from './faults/faults.ts';
import { createLimits } from './faults/limits.ts';
import { createHttp } from './http/app.ts';
import { createRequestLog } from './http/request-log.ts';
import { routes } from './http/routes/index.ts';
import { holdDraft } from './usecases/hold-drafts.ts';
import { createSender } from './webhooks/deliver.ts';
import { firstTry, type Mode } from './webhooks/modes.ts';

const nobody = { id: null, idempotency_key: null };

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

/** The only place where the simulator's parts meet: what is kept, the clock, then the edges. */
export function compose(world: World): Service {
  const kept = keeping(world);
  const clockwork = turning(world, kept);
  const { units, deliveries, mode, ids, clock } = kept;
  const { keeper, sender, followers, onChange } = clockwork;
  const requests = createRequestLog(clock.now);
  const begin = (): void => registerEndpoint({ units, ids, seconds: clock.seconds }, world.endpoint);
  begin();
  world.metrics.gauge(
    'simulator_webhooks_pending',
    'Webhooks not delivered yet.',
    () => deliveries.counts()['pending'] ?? 0,
  );

  const faults = createFaults();
  const limits = createLimits({
    transactionsSince: (gte) =>
      units.read(clock.seconds(), (unit) => unit.count('charge', { tag: 'succeeded', created: { gte } })),
  });
  const shared = { units, requests, faults, limits, seconds: clock.seconds, onChange, logger: world.logger };
  const actions = createActions({ ...world, ...kept, ...shared, begin });
  const http = createHttp({
    api: {
      ...shared,
      routes,
      answers: createAnswers(world.database),
      machineClock: world.machineClock,
      newRequestId: () => ids.newId('req'),
      secretKey: world.secretKey,
      pageUrl: world.publicUrl,
    },
    sim: { ...shared, keeper, followers, deliveries, mode, actions, sender, secretKey: world.secretKey },
    metrics: world.metrics,
  });
  const close = async (): Promise<void> => {
    await sender.stop();
    world.database.close();
  };
  return { http, workers: [keeper.worker], close };
}

/** Everything that has a place on disk. */
function keeping({ database, machineClock, start, seed, publicUrl }: World) {
  const settings = createSettings(database);
  const ids = createIds(settings, seed);
  const deliveries = createDeliveries(database);
  const mode = {
    get: (): Mode => settings.get<Mode>('webhooks') ?? { mode: 'deliver' },
    set: (to: Mode): void => settings.set('webhooks', to),
  };
  /** Whether a webhook was queued since the last look. */
  const news = { isThere: false };
  const memory = {
    load: () => settings.get<Reading>('clock'),
    save: (reading: Reading) => settings.set('clock', reading),
  };
  return {
    settings,
    ids,
    deliveries,
    mode,
    news,
    clock: createVirtualClock(machineClock, memory, start),
    units: createUnits({
      database,
      pageUrl: publicUrl,
      ids,
      dunning: () => settings.get<Dunning>('dunning') ?? defaultDunning,
      queue({ event, endpoint, now }) {
        news.isThere = true;
        deliveries.queue({ event, endpoint, at: firstTry(mode.get(), now) });
      },
    }),
  };
}

/** What moves: the engine by the clock, webhooks out, followers along. */
function turning({ machineClock, logger, silentForMs }: World, kept: ReturnType<typeof keeping>) {
  const { units, deliveries, mode, clock, settings, news } = kept;
  const followers = createFollowers(silentForMs);
  const sender = createSender({
    deliveries,
    machineClock,
    mode: mode.get,
    now: clock.seconds,
    onTried(tried) {
      if (tried.event.type === 'invoice.created')
        units.run({ now: clock.seconds(), asked: nobody }, (unit) => holdDraft(unit, tried));
    },
  });
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
    if (keeper.state().turning || !news.isThere) return;
    news.isThere = false;
    // Nobody hears of what might still be lost.
    void units.kept().then(() => sender.flush());
  };
  return { followers, sender, keeper, onChange };
}
