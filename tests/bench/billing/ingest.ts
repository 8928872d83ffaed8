import { newId } from '@gatefold/service-kit';
import pg from 'pg';
import { sealer } from '../../../apps/billing/src/adapters/sealed.ts';
import { createDice } from '../../process/dice.ts';
import { createLife } from '../../process/life.ts';
import { openWorld, type World } from '../../process/world.ts';
import { cards, webhooks } from '../../simulator/control.ts';
import type { Bench } from '../bench.ts';
import { playLoad } from '../entitlement/http-load.ts';
import type { Figure, Outcome } from '../figure.ts';
import { MOST_NOISE } from '../interleave.ts';
import { iqr, median, quantile, restlessness } from '../statistics.ts';
import { eventsLike, signed, type Delivery } from './deliveries.ts';

const CONNECTIONS = 64;
const MILLISECONDS = 1_500;
/** More than can be taken in a round, so that no event is sent twice. */
const EVENTS_A_ROUND = 24_000;
const CUSTOMERS = 2_000;
/** As in production: what folds may read of Stripe while webhooks pour in. */
const READS_PER_SECOND = '20';

/** Tables of the same columns and indexes: one that keeps a payload as ours does, and one as any table does. */
const RAW = { raw: 'raw_inbox', compressed: 'raw_compressed_inbox' } as const;
type Kind = keyof typeof RAW | 'whole' | 'bare';
type Round = Readonly<Record<Kind, number>> & { readonly latencies: readonly number[] };

/**
 * Signed webhooks over 64 connections, each answered after its commit, against rows of the same bytes that `pg` inserts
 * one statement at a time; and the same once more with all secondary indexes taken away.
 *
 * Our own table leaves payloads as they are, and so does the raw one that the bar is for. What any other table does with a
 * text that is not sealed, which is to compress it, is measured as well.
 */
export const ingest: Bench = {
  name: 'ingest',
  says: 'webhooks accepted as a share of raw inserts (G7), and what indexes cost (G13)',
  needs: 'nothing',
  async run({ quick, say }): Promise<Outcome & { events?: string }> {
    const settings = { billing: { STRIPE_READS_PER_SECOND: READS_PER_SECOND } };
    const world = await openWorld({ purpose: 'bench', log: 'postgres', settings });
    try {
      const source = await sourceOf(world);
      const rounds: Round[] = [];
      for (let round = 0; round <= (quick ? 4 : 12); round += 1) {
        say(round === 0 ? 'warming up' : `round ${round}`);
        const measured = await playRound(source);
        if (round > 0) rounds.push(measured);
      }
      return judge(rounds);
    } finally {
      await world.close();
    }
  },
};

/** Whose events they are, and what they look like. */
export async function sourceOf(world: World) {
  await createLife(world, createDice(1)).buy(cards.good);
  const { data } = await world.stripe.events.list({ type: 'invoice.paid', limit: 1 });
  await webhooks(world.simulator.url, { mode: 'drop' });
  const customers = await Promise.all(
    Array.from({ length: CUSTOMERS }, () => world.stripe.customers.create().then(({ id }) => id)),
  );
  await world.sql.billing.query(
    `INSERT INTO stripe_customer (id, reader_id) SELECT id, gen_random_uuid() FROM unnest($1::text[]) AS c (id)
     ON CONFLICT (id) DO UPDATE SET reader_id = excluded.reader_id`,
    [customers],
  );
  await world.sql.billing.query(
    `CREATE TABLE ${RAW.raw} (LIKE inbox INCLUDING ALL);
     CREATE TABLE ${RAW.compressed} (LIKE inbox INCLUDING ALL EXCLUDING STORAGE)`,
  );
  const model = JSON.stringify(data[0]);
  return {
    world,
    fresh: () => signed(eventsLike(model, customers, EVENTS_A_ROUND), world.secrets.webhookSecret),
  };
}

type Source = Awaited<ReturnType<typeof sourceOf>>;

async function playRound({ world, fresh }: Source): Promise<Round> {
  const perSecond = { raw: 0, compressed: 0, whole: 0, bare: 0 };
  const latencies: number[] = [];
  for (const kind of shuffled(['raw', 'compressed', 'whole', 'bare'])) {
    if (kind === 'raw' || kind === 'compressed') perSecond[kind] = await insertRaw(world, RAW[kind], fresh());
    else if (kind === 'bare') perSecond.bare = await withoutIndexes(world, () => deliver(world, fresh(), []));
    else perSecond.whole = await deliver(world, fresh(), latencies);
  }
  return { ...perSecond, latencies };
}

const shuffled = (kinds: readonly Kind[]): Kind[] =>
  kinds
    .map((kind) => ({ kind, at: Math.random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ kind }) => kind);

/** Webhooks a second; every one that was answered must be there afterwards, once and unharmed. */
async function deliver(world: World, deliveries: readonly Delivery[], latencies: number[]): Promise<number> {
  const before = await countOf(world);
  const loaded = await playLoad({
    port: Number(new URL(world.billing.url).port),
    requests: deliveries.map(({ request }) => request),
    connections: CONNECTIONS,
    milliseconds: MILLISECONDS,
    inspect: () => undefined,
  });
  if (loaded.requests > deliveries.length) throw new Error('there were too few events for this machine');
  const kept = (await countOf(world)) - before;
  if (kept !== loaded.requests) throw new Error(`${loaded.requests} were answered and ${kept} are kept`);
  await checkSealed(world, deliveries);
  for (const latency of loaded.latencies) latencies.push(latency);
  return loaded.perSecond;
}

async function countOf({ sql }: World): Promise<number> {
  const { rows } = await sql.billing.query<{ count: number }>('SELECT count(*)::int AS count FROM inbox');
  return rows[0]?.count ?? 0;
}

async function checkSealed({ sql, secrets }: World, deliveries: readonly Delivery[]): Promise<void> {
  const [version = '', key = ''] = secrets.encryptionKeys.split(':');
  const seal = sealer([{ version, key: Buffer.from(key, 'base64') }]);
  const { rows } = await sql.billing.query<{ event_id: string; customer_id: string; payload: Buffer }>(
    'SELECT event_id, customer_id, payload FROM inbox ORDER BY received_at DESC LIMIT 50',
  );
  const bodies = new Map(deliveries.map(({ id, body }) => [id, body]));
  for (const { event_id: id, customer_id: owner, payload } of rows)
    if (!seal.open(payload, version, owner)?.equals(bodies.get(id) ?? Buffer.alloc(0)))
      throw new Error(`${id} was kept with another text`);
}

/** What is not needed for an event to be kept once, and comes back afterwards. */
async function withoutIndexes(world: World, work: () => Promise<number>): Promise<number> {
  const { rows } = await world.sql.billing.query<{ name: string; definition: string }>(
    `SELECT indexname AS name, indexdef AS definition FROM pg_indexes
     WHERE tablename IN ('inbox', 'stripe_customer') AND indexdef NOT LIKE '%UNIQUE%'`,
  );
  for (const { name } of rows) await world.sql.billing.query(`DROP INDEX ${name}`);
  try {
    return await work();
  } finally {
    for (const { definition } of rows) await world.sql.billing.query(definition);
  }
}

/** Rows a second: one statement each, answered after its commit. */
async function insertRaw({ server }: World, table: string, deliveries: readonly Delivery[]): Promise<number> {
  const pool = new pg.Pool({ connectionString: server.url('billing'), max: 16 });
  const customer = newId();
  let next = 0;
  const endAt = performance.now() + MILLISECONDS;
  const worker = async (): Promise<void> => {
    while (performance.now() < endAt) {
      const { id, body } = deliveries[next]!;
      next += 1;
      await pool.query({
        name: 'raw',
        text: `INSERT INTO ${table} (event_id, type, object_id, object_type, customer_id, created, source, key_version, payload)
               VALUES ($1, 'invoice.paid', 'in_1', 'invoice', $2, now(), 'webhook', '1', $3) ON CONFLICT DO NOTHING`,
        values: [id, customer, body],
      });
    }
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  const seconds = (performance.now() - startedAt) / 1_000;
  await pool.end();
  return next / seconds;
}

function judge(rounds: readonly Round[]): Outcome {
  const shares = rounds.map(({ whole, raw }) => whole / raw);
  const compressed = rounds.map((round) => round.whole / round.compressed);
  const taxed = rounds.map(({ whole, bare }) => whole / bare);
  const latencies = rounds.flatMap((round) => round.latencies);
  const of = (kind: Kind): number[] => rounds.map((round) => round[kind]);
  const min = { direction: 'min', samples: rounds.length } as const;
  const figures: Figure[] = [
    { goal: 'G7', bar: 0.8, value: median(shares), unit: 'x', iqr: iqr(shares), ...min },
    {
      goal: 'G7.compressed',
      bar: null,
      value: median(compressed),
      unit: 'x',
      iqr: iqr(compressed),
      ...min,
    },
    {
      goal: 'G7.p99',
      bar: 50,
      value: quantile(latencies, 0.99),
      unit: 'ms',
      iqr: iqr(latencies),
      direction: 'max',
      samples: latencies.length,
    },
    {
      goal: 'G7.per-second',
      bar: null,
      value: median(of('whole')),
      unit: '/s',
      iqr: iqr(of('whole')),
      ...min,
    },
    { goal: 'G7.raw', bar: null, value: median(of('raw')), unit: '/s', iqr: iqr(of('raw')), ...min },
    { goal: 'G13', bar: 0.85, value: median(taxed), unit: 'x', iqr: iqr(taxed), ...min },
  ];
  const noise = restlessness(of('raw'));
  if (noise <= MOST_NOISE) return { verdict: 'measured', figures, notes: [] };
  return { verdict: 'inconclusive', why: `raw inserts wandered by ${Math.round(noise * 100)} %`, figures };
}
