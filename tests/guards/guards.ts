/** A line that keeps a promise, what it looks like when somebody takes it out, and the test that must notice. */
export type Guard = {
  readonly name: string;
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly from: string;
  readonly to: string;
  readonly test: { readonly project: 'unit' | 'int'; readonly file: string; readonly named: string };
};

const billing = 'apps/billing/test/guards.int.test.ts';
const relay = 'packages/messaging/src/relay.contract.int.test.ts';
const consumer = 'packages/messaging/src/consumer.contract.int.test.ts';

export const guards: readonly Guard[] = [
  {
    name: 'a webhook is taken only while its signature is fresh',
    file: 'apps/billing/src/adapters/stripe/webhook-reader.ts',
    from: ' || Math.abs(now - Number(time)) > TOLERANCE',
    to: '',
    test: { project: 'int', file: billing, named: 'six minutes' },
  },
  {
    name: 'a webhook that comes again changes nothing',
    file: 'apps/billing/src/adapters/postgres/inbox.ts',
    from: 'ON CONFLICT (event_id) DO NOTHING RETURNING customer_id',
    to: 'ON CONFLICT (event_id) DO UPDATE SET type = excluded.type RETURNING customer_id',
    test: { project: 'int', file: billing, named: 'is kept once, however often it comes' },
  },
  {
    name: 'nobody touches the subscription of another',
    file: 'apps/billing/src/usecases/ownership.ts',
    from: "if (asker !== 'staff' && subscription.readerId !== asker.readerId)",
    to: "if (asker !== 'staff' && subscription.readerId === '')",
    test: { project: 'int', file: billing, named: 'does not learn that a subscription exists' },
  },
  {
    name: 'the database refuses a second live subscription',
    file: 'apps/billing/prisma/migrations/20260201120000_selling_and_ledger/migration.sql',
    from: 'CREATE UNIQUE INDEX "subscription_one_live"',
    to: 'CREATE INDEX "subscription_one_live"',
    test: { project: 'int', file: billing, named: 'a second live subscription of one reader' },
  },
  {
    name: 'what was read from Stripe earlier is not committed over what was read later',
    file: 'apps/billing/src/adapters/postgres/folds.ts',
    from: 'WHERE id = $1 AND ticket < $2',
    to: 'WHERE id = $1 AND $2 > 0',
    test: { project: 'int', file: billing, named: 'read before somebody else' },
  },
  {
    name: 'after a restore the higher epoch wins',
    file: 'apps/entitlement/src/domain/revision.ts',
    from: 'a.epoch - b.epoch || a.sequence - b.sequence',
    to: 'a.sequence - b.sequence',
    test: {
      project: 'unit',
      file: 'apps/entitlement/src/domain/revision.test.ts',
      named: 'is newer after a restore',
    },
  },
  {
    name: 'the newest fact wins, whatever came last',
    file: 'apps/entitlement/src/domain/subscription-fact.ts',
    from: '.toSorted(compareRevisions)',
    to: '.toSorted(() => 0)',
    test: {
      project: 'unit',
      file: 'apps/entitlement/src/domain/timeline.test.ts',
      named: 'every reader has the same in the end',
    },
  },
  {
    name: 'access ends on the second on which it ends',
    file: 'packages/access/src/decide.ts',
    from: 'from <= now && now < until',
    to: 'from <= now && now <= until',
    test: { project: 'unit', file: 'packages/access/src/decide.test.ts', named: 'until does not' },
  },
  {
    name: 'anything but a clear yes gets the teaser',
    file: 'apps/content/src/domain/body.ts',
    from: 'if (access.granted === true)',
    to: 'if (access.granted)',
    test: { project: 'unit', file: 'apps/content/src/domain/body.test.ts', named: 'is not a clear yes' },
  },
  {
    name: 'one send is one partition',
    file: 'packages/messaging/src/kafka-sends.ts',
    from: '(index) => partitionOf(records[index]!.key, topic.partitions)',
    to: '() => partitionOf(records[0]!.key, topic.partitions)',
    test: {
      project: 'unit',
      file: 'packages/messaging/src/kafka-sends.test.ts',
      named: 'never carries records of two partitions',
    },
  },
  {
    name: 'an answer of the broker is held against what was sent',
    file: 'packages/messaging/src/kafka-sends.ts',
    from: 'if (answer.length !== 1 || first < 0n)',
    to: 'if (answer.length > 1)',
    test: {
      project: 'unit',
      file: 'packages/messaging/src/kafka-sends.test.ts',
      named: 'is a failure, although it resolved',
    },
  },
  {
    name: 'a row is marked only after the log has acknowledged it',
    file: 'packages/messaging/src/relay.ts',
    from: 'const places = await transport.publish(',
    to: `await store.mark(rows.map(({ id }) => ({ id, partition: 0, offset: '0' })), leases);
  const places = await transport.publish(`,
    test: { project: 'int', file: relay, named: 'publishes later what the log has refused' },
  },
  {
    name: 'an event has its effect once',
    file: 'packages/messaging/src/intake-store.ts',
    from: 'ON CONFLICT DO NOTHING RETURNING event_id',
    to: 'ON CONFLICT (consumer_group, event_id) DO UPDATE SET consumed_at = excluded.consumed_at RETURNING event_id',
    test: { project: 'int', file: consumer, named: 'gives an event its effect once' },
  },
  {
    name: 'of a sign-in link only a hash is kept',
    file: 'apps/identity/src/adapters/better-auth.ts',
    from: "storeToken: 'hashed'",
    to: "storeToken: 'plain'",
    test: {
      project: 'int',
      file: 'apps/identity/src/http/sign-in.int.test.ts',
      named: 'is not in the database',
    },
  },
  {
    name: 'a mail that another process has taken over is not sent',
    file: 'apps/mail/src/adapters/postgres/messages.ts',
    from: "WHERE id = $1 AND attempts = $2 AND status = 'due'`",
    to: 'WHERE id = $1 AND $2 > 0`',
    test: {
      project: 'int',
      file: 'apps/mail/src/jobs/rounds.int.test.ts',
      named: 'comes back too late cannot send',
    },
  },
];
