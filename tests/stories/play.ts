import { billing, createClient, entitlement, identity, type Client } from '@gatefold/api';
import pg from 'pg';
import { bankOf } from './bank.ts';
import { createInbox } from './inbox.ts';
import { staffOf } from './staff.ts';
import type { Stack } from './stack.ts';

/** What a story may touch: the public addresses of a running stack, with the development token. */
export function createPlay(stack: Stack) {
  const token = async (): Promise<string> => stack.serviceToken;
  const client = (baseUrl: string): Client => createClient({ baseUrl, token, timeoutMs: 60_000 });
  const clients = {
    billing: client(stack.urls.billing),
    entitlement: client(stack.urls.entitlement),
    identity: client(stack.urls.identity),
  };
  const subscriptions = (readerId: string) =>
    clients.billing.call(billing.readersSubscriptions, { params: { id: readerId } }).then(({ data }) => data);
  const charges = (id: string) =>
    clients.billing.call(billing.listCharges, { params: { id } }).then(({ data }) => data);
  const outbox = new pg.Pool({ connectionString: stack.databases['billing'], max: 1 });

  return {
    stack,
    inbox: createInbox(stack.urls.inbox),
    clock: simulatorClock(stack.urls.stripe),
    webhooks: (body: object): Promise<unknown> => post(`${stack.urls.stripe}/_sim/webhooks`, body),

    check: (reader: string, article: string) =>
      clients.entitlement.call(entitlement.check, { query: { reader, article } }),
    checkMany: (questions: { reader: string; feature: string; at?: string }[]) =>
      clients.entitlement.call(entitlement.checkMany, { body: { questions } }).then(({ answers }) => answers),
    subscriptions,
    charges,
    /** The amounts that a reader's newest subscription has paid, in cents, oldest first. */
    async paid(readerId: string): Promise<string[]> {
      const [subscription] = await subscriptions(readerId);
      const all = await charges(subscription?.id ?? '');
      return all.filter(({ status }) => status === 'paid').map(({ amount }) => amount.amount);
    },
    ...staffActs(clients.billing),
    refund: (chargeId: string, amount: bigint | null, key: string) =>
      clients.billing.call(billing.refund, {
        params: { id: chargeId },
        body: { reason: 'requested_by_customer', ...(amount === null ? {} : { amount: dollars(amount) }) },
        idempotencyKey: key,
      }),
    staff: staffOf(clients.billing),
    bank: bankOf(stack),
    ledger: () => clients.billing.call(billing.ledgerSummary, {}),
    /** The newest reader id of an address, provisional or not. */
    readerIdOf: (email: string): Promise<string | null> =>
      clients.identity
        .call(identity.findReader, { query: { email } })
        .then(({ data }) => data[0]?.readerId ?? null),
    createAccount: (email: string, role: 'finance' | 'editor' | 'admin') =>
      clients.identity.call(identity.createAccount, { body: { email, role } }),

    /** Billing's published events of a reader that came after `since`, as they stand in the event log. */
    events: (readerId: string, since: string): Promise<LoggedEvent[]> =>
      outbox.query<LoggedEvent>(PUBLISHED, [readerId, since]).then(({ rows }) => rows),
    close: (): Promise<void> => outbox.end(),
  };
}

/** What only staff do. */
const staffActs = (client: Client) => ({
  refund: (chargeId: string, amount: bigint | null, key: string) =>
    client.call(billing.refund, {
      params: { id: chargeId },
      body: { reason: 'requested_by_customer', ...(amount === null ? {} : { amount: dollars(amount) }) },
      idempotencyKey: key,
    }),
  staff: staffOf(client),
  raisePrice: ({ offer, amount, from }: { offer: string; amount: bigint; from: Date }) =>
    client.call(billing.raisePrice, {
      body: { offer, amount: dollars(amount), from: from.toISOString() },
    }),
});

export type Play = ReturnType<typeof createPlay>;
export type LoggedEvent = { id: string; topic: string; partition: number; offset: string; type: string };

const dollars = (cents: bigint) => ({ amount: cents.toString(), currency: 'USD' });

const PUBLISHED = `
  SELECT id::text, topic, partition, log_offset::text AS "offset", type FROM outbox
  WHERE key = $1 AND id > $2 AND published_at IS NOT NULL ORDER BY id`;

function simulatorClock(url: string) {
  return {
    async now(): Promise<Date> {
      const response = await fetch(`${url}/_sim/clock`);
      return new Date(((await response.json()) as { now: string }).now);
    },
    /** Turns the clock of everything to `to`; resolves when all services have done their work of that time. */
    async to(to: Date): Promise<void> {
      const answer = (await post(`${url}/_sim/clock`, { to: to.toISOString() })) as { dropped?: string[] };
      if (answer.dropped !== undefined && answer.dropped.length > 0)
        throw new Error(`services did not keep up with the clock: ${answer.dropped.join(', ')}`);
    },
  };
}

async function post(url: string, body: object): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${JSON.stringify(answer)}`);
  return answer;
}
