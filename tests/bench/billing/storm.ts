import { setTimeout as sleep } from 'node:timers/promises';
import { billing, entitlement } from '@gatefold/api';
import { newId } from '@gatefold/service-kit';
import { createDice, type Dice } from '../../process/dice.ts';
import { judge as judgeWorld } from '../../process/invariants.ts';
import { createLife, type Life } from '../../process/life.ts';
import { openWorld, type World } from '../../process/world.ts';
import { cards, clockOf, payAt, turnClock, webhooks } from '../../simulator/control.ts';
import type { Bench, Setting } from '../bench.ts';
import { sendAll } from '../entitlement/http-load.ts';
import type { Outcome } from '../figure.ts';
import { signed } from './deliveries.ts';
import { hearWhatIsNeeded } from './endpoint.ts';
import { peakMiB } from './peak.ts';
import { figuresOf, limitedFigures, type Free, type Limited } from './storm-figures.ts';

const BUYERS_AT_ONCE = 16;
const CONNECTIONS = 64;
const DUPLICATES = 0.05;
const PERIOD_SECONDS = 28 * 86_400;
/** Of draft, and some more in which everything has settled at Stripe. */
const TWO_HOURS = 7_200;
/** What the endpoint of a publisher hears of one renewal. */
const TYPES = ['customer.subscription.updated', 'invoice.created', 'invoice.paid', 'charge.succeeded'];
const BETWEEN_BUYERS_MS = 3_000;
const BETWEEN_LOOKS_MS = 1_000;
const LIMITED = { STRIPE_READS_PER_SECOND: '20' };

/**
 * Billing was away while everybody renewed. Then all their webhooks come at once, shuffled, some of them twice: with
 * Stripe as fast as the simulator is, and once more within Stripe's limits, while readers buy.
 */
export const storm: Bench = {
  name: 'storm',
  says: 'renewals of 20,000 readers at once (G8), with Stripe’s limits and without',
  needs: 'nothing',
  async run({ quick, say }): Promise<Outcome & { events?: string }> {
    const free = await inWorld(say, (world) =>
      withoutLimits(world, { readers: quick ? 1_000 : 20_000, say }),
    );
    const limited = await inWorld(say, (world) => withinLimits(world, { readers: quick ? 200 : 1_000, say }));
    return {
      verdict: 'measured',
      figures: [...figuresOf(free), ...limitedFigures(limited)],
      notes: [],
      events: 'kafka',
    };
  },
};

async function inWorld<T>(say: Setting['say'], work: (world: World) => Promise<T>): Promise<T> {
  say('starting a world');
  const world = await openWorld({ purpose: 'bench' });
  try {
    if (world.events !== 'kafka') throw new Error('no Kafka can be started here');
    await hearWhatIsNeeded(world);
    return await work(world);
  } finally {
    await world.close();
  }
}

type Given = { readonly readers: number; readonly say: Setting['say'] };
async function withoutLimits(world: World, { readers, say }: Given): Promise<Free> {
  const dice = createDice(readers);
  await sellTo(createLife(world, dice), readers, say);
  const { events, unique } = await renewWhileAway(world, { dice, say });
  await startAgain(world, {});
  const keptBefore = await keptBy(world);
  const readsBefore = await readsOf(world);
  const startedAt = performance.now();
  const accepted = await sendAll(loadOf(world, events));
  say(`${events.length} webhooks accepted, ${Math.round(accepted.perSecond)} a second`);
  await untilQuiet(world);
  const seconds = (performance.now() - startedAt) / 1_000;
  const reads = (await readsOf(world)) - readsBefore;
  const kept = (await keptBy(world)) - keptBefore;
  if (kept !== unique) throw new Error(`of ${unique} events ${kept} are kept`);
  await checkTruth(world, readers);
  const memory = peakMiB(world.billing.pid());
  return { renewals: readers, events: events.length, seconds, accepted: accepted.perSecond, reads, memory };
}

async function sellTo(life: Life, readers: number, say: Setting['say']): Promise<void> {
  let left = readers;
  const lane = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await life.buy(cards.good);
      if (life.readers.length % 1_000 === 0) say(`${life.readers.length} readers have bought`);
    }
  };
  await Promise.all(Array.from({ length: BUYERS_AT_ONCE }, lane));
}

/** Turns a period on with billing stopped and every webhook lost; what was lost, in Stripe's words, in disorder. */
async function renewWhileAway(world: World, { dice, say }: { dice: Dice; say: Setting['say'] }) {
  await untilQuiet(world);
  await Promise.all([world.billing.stop(), world.entitlement.stop()]);
  await webhooks(world.simulator.url, { mode: 'drop' });
  const since = Math.floor((await clockOf(world.simulator.url)).getTime() / 1_000);
  say('everybody renews');
  await turnClock(world.simulator.url, { advance: PERIOD_SECONDS + TWO_HOURS });
  const events: string[] = [];
  for await (const event of world.stripe.events.list({ types: TYPES, created: { gt: since }, limit: 100 }))
    events.push(JSON.stringify(event));
  const all = [...events, ...events.filter(() => dice.happens(DUPLICATES))];
  const shuffled = all
    .map((text) => ({ text, at: dice.between(0, 2 ** 30) }))
    .toSorted((a, b) => a.at - b.at);
  return { events: shuffled.map(({ text }) => text), unique: events.length };
}

/** Nothing but webhooks tells it: neither a sweep nor its own calendar is due. */
async function startAgain(
  { sql, simulator, billing: program, entitlement: reader }: World,
  env: Record<string, string>,
) {
  const now = await clockOf(simulator.url);
  await sql.billing.query(`UPDATE cursor SET at = $1 WHERE name = 'events'`, [now]);
  await sql.billing.query(`UPDATE due SET due_at = due_at + interval '60 days'`);
  await Promise.all([program.start(env), reader.start()]);
}

const loadOf = ({ billing: { url }, secrets }: World, events: readonly string[]) => ({
  port: Number(new URL(url).port),
  requests: signed(events, secrets.webhookSecret).map(({ request }) => request),
  connections: CONNECTIONS,
});

/** How often Stripe was looked at so far. */
async function readsOf({ simulator }: World): Promise<number> {
  const response = await fetch(`${simulator.url}/_sim/requests?limit=1`);
  return ((await response.json()) as { reads: number }).reads;
}

/** Resolves when every event is folded, told, and taken in by entitlement; what takes long to count comes last. */
async function untilQuiet(world: World): Promise<void> {
  while ((await isAtWork(world)) || (await toldOf(world)) !== (await heardOf(world))) await sleep(200);
}

async function isAtWork({ sql }: World): Promise<boolean> {
  const { rows } = await sql.billing.query<{ is: boolean }>(
    `SELECT EXISTS (SELECT FROM stripe_customer WHERE marked_at IS NOT NULL AND generation > folded_generation)
       OR EXISTS (SELECT FROM stripe_call WHERE state = 'wanted')
       OR EXISTS (SELECT FROM outbox WHERE published_at IS NULL) AS is`,
  );
  return rows[0]?.is !== false;
}

const toldOf = ({ sql }: World): Promise<number> =>
  countIn(sql.billing, `outbox WHERE topic = 'billing.subscription.v1'`);
const heardOf = ({ sql }: World): Promise<number> => countIn(sql.entitlement, 'subscription_fact');
const keptBy = ({ sql }: World): Promise<number> => countIn(sql.billing, 'inbox');

async function countIn(pool: World['sql']['billing'], what: string): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${what}`);
  return rows[0]?.count ?? 0;
}

/** Each renewal is known, once, and everything is as Stripe's own objects say when all of them are read. */
async function checkTruth(world: World, readers: number): Promise<void> {
  const { rows } = await world.sql.billing.query<{ paid: number }>(
    `SELECT count(*)::int AS paid FROM charge WHERE status = 'paid' AND period_index = 1`,
  );
  if (rows[0]?.paid !== readers) throw new Error(`${rows[0]?.paid} of ${readers} renewals are known`);
  // Cash is looked for by the hour; a summary looks now.
  await world.toBilling.call(billing.ledgerSummary);
  const faults = Object.values((await judgeWorld(world)).findings).flat();
  if (faults.length > 0) throw new Error(`${faults.length} faults, the first: ${faults[0]}`);
}

async function withinLimits(world: World, { readers, say }: Given): Promise<Limited> {
  const dice = createDice(readers);
  const life = createLife(world, dice);
  await sellTo(life, readers, say);
  const { events } = await renewWhileAway(world, { dice, say });
  await startAgain(world, LIMITED);
  await webhooks(world.simulator.url, { mode: 'deliver' });
  await limit(world, true);
  const payers = life.readers.map(({ readerId }) => readerId);
  const startedAt = performance.now();
  const readsBefore = await readsOf(world);
  const meanwhile: Meanwhile = { isOver: false };
  const others = Promise.all([buyMeanwhile(world, meanwhile), askMeanwhile(world, { payers, meanwhile })]);
  others.catch(() => undefined);
  await sendAll(loadOf(world, events));
  say(`${events.length} webhooks accepted`);
  await untilQuiet(world);
  const seconds = (performance.now() - startedAt) / 1_000;
  meanwhile.isOver = true;
  const [waits, asked] = await others;
  const reads = (await readsOf(world)) - readsBefore;
  const memory = peakMiB(world.billing.pid());
  await limit(world, false);
  await checkTruth(world, readers);
  return { renewals: readers, seconds, reads, waits, asked, memory };
}

type Meanwhile = { isOver: boolean };

/** Somebody new comes back from the page every now and then; milliseconds until each is let in. */
async function buyMeanwhile({ toBilling }: World, meanwhile: Meanwhile): Promise<number[]> {
  const { data } = await toBilling.call(billing.listOffers);
  const offer = data[0]!;
  const waits: number[] = [];
  while (!meanwhile.isOver) {
    const consent = { version: offer.consent.version, accepted: true } as const;
    const body = { readerId: newId(), offer: offer.key, returnTo: '/', consent };
    const { id, url } = await toBilling.call(billing.startCheckout, { idempotencyKey: newId(), body });
    if (!(await payAt(url))) throw new Error('the hosted page did not take a good card');
    const backAt = performance.now();
    const { subscription } = await toBilling.call(billing.completeCheckout, { params: { id } });
    if (subscription === null) throw new Error('somebody paid, came back, and was not let in');
    waits.push(performance.now() - backAt);
    await sleep(BETWEEN_BUYERS_MS);
  }
  return waits;
}

/** Asks for whoever has paid again and again; how often. Rejects when one of them is kept out. */
async function askMeanwhile(
  { toEntitlement }: World,
  { payers, meanwhile }: { payers: readonly string[]; meanwhile: Meanwhile },
): Promise<number> {
  const questions = payers.slice(0, 1_000).map((reader) => ({ reader, feature: 'articles' }));
  let asked = 0;
  while (!meanwhile.isOver) {
    const { answers } = await toEntitlement.call(entitlement.checkMany, { body: { questions } });
    const denied = answers.findIndex(({ granted }) => !granted);
    if (denied !== -1) throw new Error(`${payers[denied]} has paid and met the wall`);
    asked += answers.length;
    await sleep(BETWEEN_LOOKS_MS);
  }
  return asked;
}

const limit = ({ simulator }: World, isOn: boolean): Promise<unknown> =>
  fetch(`${simulator.url}/_sim/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ limits: isOn }),
  }).then((response) => response.json());
