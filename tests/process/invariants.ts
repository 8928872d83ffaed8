import type pg from 'pg';
import { noticeTopic, paymentTopic, subscriptionTopic } from '@gatefold/events';
import { accessFaults } from './access-faults.ts';
import { expectedFrom, type Expected } from './model.ts';
import { ledgerFaults } from './ledger-faults.ts';
import { tail } from './reading.ts';
import type { World } from './world.ts';

/** What must be so after any fault, each with the ways in which it is not; all empty is what one wants. */
export type Findings = Readonly<Record<Invariant, readonly string[]>>;

export type Invariant =
  | 'nothing lost'
  | 'nothing doubled'
  | 'order kept'
  | 'ledger balances'
  | 'ledger ties to Stripe'
  | 'access equals the model';

export type Verdict = {
  readonly findings: Findings;
  readonly readers: number;
  readonly events: number;
  /** Events that stand in the log more than once, which consumers have to see through. */
  readonly repeatsInTheLog: number;
};

/** Only to be asked when everything has settled. */
export async function judge(world: World): Promise<Verdict> {
  const expected = await expectedFrom(world.stripe);
  const log = await logOf(world);
  const billing = await eventsOf(world.sql.billing);
  const findings = {
    'nothing lost': [...(await lost(world, billing, log)), ...(await unnoticed(world, expected))],
    'nothing doubled': await doubled(world, expected),
    'order kept': [...gaps(billing), ...gaps(await eventsOf(world.sql.entitlement))],
    ...(await ledgerFaults(world, expected)),
    'access equals the model': await accessFaults(world, expected),
  };
  const repeats = [...log.values()].filter((count) => count > 1).length;
  return { findings, readers: expected.length, events: billing.length, repeatsInTheLog: repeats };
}

type OutboxEvent = {
  readonly id: string;
  readonly topic: string;
  readonly subject: string;
  readonly sequence: number;
};

async function eventsOf(pool: pg.Pool): Promise<OutboxEvent[]> {
  const { rows } = await pool.query<OutboxEvent>(
    'SELECT event_id AS id, topic, subject, sequence::int FROM outbox ORDER BY id',
  );
  return rows;
}

/** How often each event of billing's stands in the log. */
async function logOf(world: World): Promise<ReadonlyMap<string, number>> {
  const reading = await tail(world.openLog('auditor'), [subscriptionTopic, paymentTopic, noticeTopic]);
  try {
    const giveUpAt = performance.now() + 30_000;
    while (!(await reading.hasAll())) {
      if (performance.now() > giveUpAt) throw new Error('the log could not be read to its end');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return new Map([...reading.places].map(([id, places]) => [id, places.length]));
  } finally {
    await reading.close();
  }
}

/** Outbox against log against what the consumer has kept, by the events' ids. */
async function lost(
  { sql }: World,
  events: readonly OutboxEvent[],
  log: ReadonlyMap<string, number>,
): Promise<string[]> {
  const { rows: facts } = await sql.entitlement.query<{ id: string }>(
    'SELECT event_id AS id FROM subscription_fact',
  );
  const taken = new Set(facts.map(({ id }) => id));
  const known = new Set(events.map(({ id }) => id));
  const parked = await sql.entitlement.query<{ reason: string }>('SELECT reason FROM parked_event');
  return [
    ...events.filter(({ id }) => !log.has(id)).map(({ id }) => `${id} is not in the log`),
    ...events
      .filter(({ id, topic }) => topic === subscriptionTopic.name && !taken.has(id))
      .map(({ id }) => `${id} has no effect at entitlement`),
    ...[...log.keys()].filter((id) => !known.has(id)).map((id) => `${id} is in the log and nobody said it`),
    ...parked.rows.map(({ reason }) => `an event was put aside: ${reason}`),
  ];
}

/** Who has paid at Stripe must have a subscription here, and been told of it. */
async function unnoticed({ sql }: World, expected: readonly Expected[]): Promise<string[]> {
  const { rows } = await sql.billing.query<{ id: string; confirmed: number }>(
    `SELECT s.id, count(n.id)::int AS confirmed FROM subscription s
     LEFT JOIN notice n ON n.subscription_id = s.id AND n.kind = 'purchase-confirmed' GROUP BY 1`,
  );
  const here = new Map(rows.map(({ id, confirmed }) => [id, confirmed]));
  return expected
    .filter(({ subscriptionId }) => here.get(subscriptionId) !== 1)
    .map(
      ({ subscriptionId: id }) => `${id} was paid and confirmed ${here.get(id) ?? 'never: it is unknown'}`,
    );
}

/** Everything that may happen once and could happen twice. */
async function doubled({ sql }: World, expected: readonly Expected[]): Promise<string[]> {
  const twice = async (pool: pg.Pool, what: string, query: string): Promise<string[]> =>
    (await pool.query<{ of: string; count: number }>(query)).rows.map(
      ({ of, count }) => `${count} times ${what} ${of}`,
    );
  const perReader = Map.groupBy(expected, ({ readerId }) => readerId);
  return [
    ...(await twice(
      sql.billing,
      'paid, as told of invoice',
      `SELECT data->>'stripeInvoiceId' AS of, count(*)::int FROM outbox
       WHERE topic = '${paymentTopic.name}' AND type = 'payment.paid' GROUP BY 1 HAVING count(*) > 1`,
    )),
    ...(await twice(
      sql.billing,
      'the same notice',
      `SELECT data->>'causeKey' AS of, count(*)::int FROM outbox
       WHERE topic = '${noticeTopic.name}' GROUP BY 1 HAVING count(*) > 1`,
    )),
    ...(await twice(
      sql.entitlement,
      'the effect of event',
      'SELECT event_id::text AS of, count(*)::int FROM subscription_fact GROUP BY 1 HAVING count(*) > 1',
    )),
    ...[...perReader]
      .filter(([, own]) => own.length > 1)
      .map(([reader, own]) => `${own.length} subscriptions of reader ${reader}`),
  ];
}

/** Each subject counts its own events from 1, without a gap and without a repeat. */
function gaps(events: readonly OutboxEvent[]): string[] {
  const perSubject = Map.groupBy(events, ({ topic, subject }) => `${topic} ${subject}`);
  return [...perSubject].flatMap(([name, own]) => {
    const wrong = own.find(({ sequence }, index) => sequence !== index + 1);
    return wrong === undefined ? [] : [`${name} has ${wrong.sequence} where its next number was expected`];
  });
}
