import type { Guard } from './guard.ts';

const relay = 'packages/messaging/src/relay.contract.int.test.ts';
const consumer = 'packages/messaging/src/consumer.contract.int.test.ts';

export const guardsOfOthers: readonly Guard[] = [
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
    fault: 8,
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
  {
    name: 'a row that was committed late is not passed over',
    fault: 7,
    file: 'packages/messaging/src/relay-store.ts',
    from: 'WHERE outbox.shard = held.shard AND published_at IS NULL',
    to: 'WHERE outbox.shard = held.shard AND outbox.id > coalesce((SELECT max(id) FROM outbox WHERE published_at IS NOT NULL), 0)',
    test: { project: 'int', file: relay, named: 'began earlier and committed later' },
  },
  {
    name: 'who has lost the lease marks nothing',
    fault: 17,
    file: 'packages/messaging/src/relay-store.ts',
    from: ' AND s.holder = $4 AND s.fence = lease.fence',
    to: ' AND $4::text IS NOT NULL',
    test: { project: 'int', file: relay, named: 'does not mark what it published after its lease' },
  },
  {
    name: 'an event counts as taken in together with its effect',
    fault: 2,
    file: 'packages/messaging/src/intake-store.ts',
    from: 'await tx.query<{ ids: string[]; keys: string[] }>(',
    to: 'await pool.query<{ ids: string[]; keys: string[] }>(',
    test: { project: 'int', file: consumer, named: 'always fails after five deliveries' },
  },
  {
    name: 'an offset is passed after the effect',
    fault: 9,
    file: 'packages/messaging/src/intake.ts',
    from: 'await alone({ topic, record, partition, term: batch.term });',
    to: `await done(record);
      await alone({ topic, record, partition, term: batch.term });`,
    test: { project: 'int', file: consumer, named: 'while the database is at fault' },
  },
  {
    name: 'a month is counted from the first one, not from the last',
    fault: 12,
    file: 'packages/kernel/src/time.ts',
    from: ".add({ months }, { overflow: 'constrain' })",
    to: ".add({ months: 1 }, { overflow: 'constrain' }).add({ months: months - 1 }, { overflow: 'constrain' })",
    test: { project: 'unit', file: 'packages/kernel/src/time.test.ts', named: 'counts' },
  },
  {
    name: 'money is counted in whole numbers, however large',
    fault: 14,
    file: 'packages/kernel/src/money.ts',
    from: '(amount * weight) / total',
    to: 'BigInt(Math.round((Number(amount) * Number(weight)) / Number(total)))',
    test: { project: 'unit', file: 'packages/kernel/src/money.test.ts', named: 'not a cent' },
  },
  {
    name: 'an event is claimed before its effect, not after',
    fault: 1,
    file: 'packages/messaging/src/intake-store.ts',
    from: 'SELECT ARRAY (SELECT event_id::text FROM claimed) AS ids',
    to: 'SELECT ARRAY (SELECT id::text FROM unnest($2::uuid[]) AS e (id)) AS ids',
    test: { project: 'int', file: consumer, named: 'gives an event its effect once' },
  },
];
