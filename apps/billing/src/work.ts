import type { BusinessClock } from '@gatefold/kernel';
import type { Relay } from '@gatefold/messaging';
import {
  followSimulatorClock,
  followWallClock,
  newId,
  systemBusinessClock,
  systemMachineClock,
  titleNamed,
  titlesOf,
  type Logger,
  type Published,
  type Worker,
} from '@gatefold/service-kit';
import type { Pool } from 'pg';
import { postgresCalls } from './adapters/postgres/calls.ts';
import { postgresCash, postgresCursors } from './adapters/postgres/cash.ts';
import { postgresDirtyCustomers } from './adapters/postgres/dirty-customers.ts';
import { postgresFolds } from './adapters/postgres/folds.ts';
import type { CardRule } from './adapters/postgres/intro-uses.ts';
import { postgresInbox } from './adapters/postgres/inbox.ts';
import { postgresSignsOfLife } from './adapters/postgres/signs-of-life.ts';
import { postgresSubscriptions, type Database } from './adapters/postgres/subscriptions.ts';
import { postgresWaitingRises } from './adapters/postgres/waiting-rises.ts';
import type { PrismaClient } from './adapters/prisma/generated/client.ts';
import { offersOnce } from './adapters/prisma/offers.ts';
import type { Sealer } from './adapters/sealed.ts';
import { createBudget } from './adapters/stripe/budget.ts';
import { connectStripe } from './adapters/stripe/connect.ts';
import { giftPages } from './adapters/stripe/gift-pages.ts';
import { importsAtStripe } from './adapters/stripe/imports.ts';
import { chargeBehind } from './adapters/stripe/charge-behind.ts';
import { stripeReads, within } from './adapters/stripe/reads.ts';
import { stripeWrites } from './adapters/stripe/writes.ts';
import type { HouseRules } from './domain/house-rules.ts';
import type { Env } from './env.ts';
import { createFoldWorker } from './jobs/fold-worker.ts';
import { foldCustomer } from './usecases/fold-customer.ts';
import { makeCalls } from './usecases/make-calls.ts';
import { settleCustomer, takeInCustomer } from './usecases/settle-customer.ts';
import { raiseForWaiting } from './usecases/raise-prices.ts';
import { collectCash, sweepEvents } from './usecases/sweep.ts';

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Under Stripe's default of 25 for each kind of object, with room for what staff do in the Dashboard. */
const READS_PER_SECOND = 20;
/** The simulator has no limit, and a turned clock asks for a year in a minute. */
const READS_PER_SECOND_SIMULATED = 5_000;

const SWEEP_EVERY_MS = 5 * 60_000;
const SWEEP_EVERY_MS_SIMULATED = 6 * 60 * 60_000;

/** How often events are looked for that no webhook brought: business time, so a turned clock looks less often. */
export const sweepEvery = ({ SIMULATOR_CLOCK_URL }: Env): number =>
  SIMULATOR_CLOCK_URL === undefined ? SWEEP_EVERY_MS : SWEEP_EVERY_MS_SIMULATED;

type Drain = (now: Date, published: Published) => Promise<{ nextDueAt: Date | null; published: Published }>;

/** Business time: the simulator's clock if one is named, else the system's. What a tick drains is told later. */
export function businessTime(env: Env, logger: Logger) {
  let drainWith: (drain: Drain) => void = () => undefined;
  const told = new Promise<Drain>((resolve) => (drainWith = resolve));
  const drain: Drain = async (now, published) => (await told)(now, published);
  const follower =
    env.SIMULATOR_CLOCK_URL === undefined
      ? followWallClock({ clock: systemBusinessClock, logger, drain })
      : followSimulatorClock({
          url: env.SIMULATOR_CLOCK_URL,
          app: 'billing',
          machineClock: systemMachineClock,
          logger,
          drain,
        });
  return {
    clock: follower.clock,
    isTurning: follower.isTurning,
    worker: follower.worker as Worker,
    drainWith,
  };
}

type DatabaseParts = {
  pool: Pool;
  clock: BusinessClock;
  relay: Pick<Relay, 'wake'>;
  houseRules: HouseRules;
};

export const databaseOf = (env: Env, { pool, clock, relay, houseRules }: DatabaseParts): Database => ({
  pool,
  clock,
  machineClock: systemMachineClock,
  newId,
  reminding: {
    zone: env.READER_ZONE,
    get renewals() {
      return houseRules.renewalReminder;
    },
    get cardExpiring() {
      return houseRules.cardExpiring;
    },
  },
  epoch: env.EVENTS_EPOCH,
  onCommit: () => relay.wake(),
});

/** Stripe, with one budget for all reads of this process. */
export function stripeOf(env: Env) {
  const stripe = connectStripe({ secretKey: env.STRIPE_SECRET_KEY, apiUrl: env.STRIPE_API_URL });
  const isSimulated = env.STRIPE_API_URL !== undefined;
  const budget = createBudget({
    perSecond: env.STRIPE_READS_PER_SECOND ?? (isSimulated ? READS_PER_SECOND_SIMULATED : READS_PER_SECOND),
    clock: systemMachineClock,
    sleep,
  });
  const titles = titlesOf(env);
  const siteOf = (title: string): string => titleNamed(titles, title).url;
  const client = {
    ...stripeReads({ stripe, budget }),
    ...stripeWrites({ stripe, siteOf }),
    ...giftPages({ stripe, siteOf }),
    ...importsAtStripe({ stripe, read: within(budget) }),
    ...chargeBehind({ stripe, read: within(budget) }),
  };
  return { client, readsLeft: () => budget.left() };
}

type WorkParts = {
  cards: CardRule;
  database: Database;
  seal: Sealer;
  db: PrismaClient;
  stripe: ReturnType<typeof stripeOf>;
  logger: Logger;
  houseRules: HouseRules;
  isHeld: () => boolean;
};

/** What billing does without being asked: folds, calls, sweeps, the cash journal. */
export function workOf({
  database,
  cards,
  seal,
  db,
  stripe: { client: stripe },
  logger,
  houseRules,
  isHeld,
}: WorkParts) {
  const { clock } = database;
  const cursors = postgresCursors(database);
  const cash = postgresCash(database);
  const inbox = postgresInbox(database, seal);
  const dirty = postgresDirtyCustomers(database);
  const calls = postgresCalls(database);
  const tell = makeCalls({ calls, stripe });
  const folds = postgresFolds({ ...database, cards, offerOf: offersOnce(db) });
  const waitingRises = postgresWaitingRises(database);
  const subscriptions = postgresSubscriptions(database);
  const raise = raiseForWaiting({ subscriptions, waitingRises, houseRules, clock, newId });
  const sweep = sweepEvents({ stripe, cursors, clock, inbox });
  const taking = {
    foldCustomer: foldCustomer({ folds, stripe, clock, newId, moneyBack: houseRules.moneyBack }),
    makeCalls: tell,
  };
  return {
    dirty,
    cursors,
    settleCustomer: settleCustomer({ ...taking, calls, pause: () => sleep(50) }),
    makeCalls: tell,
    folds: createFoldWorker({
      dirty,
      takeInCustomer: takeInCustomer(taking),
      makeCalls: tell,
      logger,
      isHeld,
    }),
    cash,
    collectCash: collectCash({ stripe, cursors, clock, cash }),
    inbox,
    signsOfLife: postgresSignsOfLife(database),
    waitingRises,
    sweepEvents: async () => (await sweep()) + (await raise()),
  };
}
