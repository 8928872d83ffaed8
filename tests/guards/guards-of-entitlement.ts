import type { Guard } from './guard.ts';

/** How events are taken in by all, and what entitlement answers by. */
export const guardsOfEntitlement: readonly Guard[] = [
  {
    name: 'a delivery is counted before its handler runs, which may end the process',
    file: 'packages/messaging/src/intake-alone.ts',
    from: '(await store.countAttempt(record))',
    to: '1',
    fault: 10,
    test: {
      project: 'int',
      file: 'packages/messaging/src/intake.int.test.ts',
      named: 'ends every process that handles it is given up after five',
    },
  },
  {
    name: 'what is given up is put aside and never dropped',
    file: 'packages/messaging/src/intake-alone.ts',
    from: 'if (attempts >= MAX_DELIVERIES) return putAside.bad(record, { reason: sentenceOf(error), attempts });',
    to: 'if (attempts >= MAX_DELIVERIES) return;',
    fault: 11,
    test: {
      project: 'int',
      file: 'packages/messaging/src/consumer.contract.int.test.ts',
      named: 'always fails after five deliveries',
    },
  },
  {
    name: 'news is weighed by what was known before it, not by what came with it',
    file: 'apps/entitlement/src/adapters/postgres/reader-sets.ts',
    from: '(known.get(subscriptionId) ?? []), fact];',
    to: '(known.get(subscriptionId) ?? []), ...facts.filter(({ data }) => data.subscriptionId === subscriptionId)];',
    test: {
      project: 'int',
      file: 'apps/entitlement/src/consumers/subscription.int.test.ts',
      named: 'is weighed by what was known before each piece of it',
    },
  },
  {
    name: 'two who change one reader’s set wait for each other',
    file: 'apps/entitlement/src/adapters/postgres/held-sets.ts',
    from: 'ORDER BY id FOR NO KEY UPDATE`',
    to: 'ORDER BY id`',
    test: {
      project: 'int',
      file: 'apps/entitlement/src/adapters/postgres/reader-sets.int.test.ts',
      named: 'wait for each other',
    },
  },
  {
    name: 'who brings news of one subscription waits for whoever has brought some',
    file: 'apps/entitlement/src/adapters/postgres/known-facts.ts',
    from: 'SELECT pg_advisory_xact_lock(key)',
    to: 'SELECT key',
    test: {
      project: 'int',
      file: 'apps/entitlement/src/adapters/postgres/reader-sets.int.test.ts',
      named: 'waits for whoever has brought some',
    },
  },
  {
    name: 'an older set never takes the place of a newer one',
    file: 'packages/access/src/reader-table.ts',
    from: 'else if (!isNewer(table, at, draft)) return false;',
    to: 'else if (draft.epoch < 0) return false;',
    fault: 18,
    test: {
      project: 'unit',
      file: 'packages/access/src/verdict.test.ts',
      named: 'in any order and however often give one end state',
    },
  },
  {
    name: 'nobody is let in because the check failed',
    file: 'packages/entitlement-client/src/failure-policy.ts',
    from: "if (policy === 'closed' || grant === undefined)\n    return { granted: false,",
    to: "if (policy === 'closed' || grant === undefined)\n    return { granted: true,",
    fault: 24,
    test: {
      project: 'unit',
      file: 'packages/entitlement-client/src/failure-policy.test.ts',
      named: 'a reader of whom nothing was heard',
    },
  },
];
