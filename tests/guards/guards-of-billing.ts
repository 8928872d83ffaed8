import type { Guard } from './guard.ts';

const billing = 'apps/billing/test/guards.int.test.ts';
const webhooks = 'apps/billing/test/webhooks.int.test.ts';
const histories = {
  project: 'unit',
  file: 'tests/simulation/simulation.test.ts',
  named: 'the books and access are as Stripe says',
} as const;

export const guardsOfBilling: readonly Guard[] = [
  {
    name: 'a webhook is taken only while its signature is fresh',
    fault: 20,
    file: 'apps/billing/src/adapters/stripe/webhook-reader.ts',
    from: ' || Math.abs(now - Number(time)) > TOLERANCE',
    to: '',
    test: { project: 'int', file: webhooks, named: 'six minutes' },
  },
  {
    name: 'a webhook that comes again changes nothing',
    file: 'apps/billing/src/adapters/postgres/inbox.ts',
    from: 'ON CONFLICT (event_id) DO NOTHING RETURNING event_id',
    to: 'ON CONFLICT (event_id) DO UPDATE SET type = excluded.type RETURNING event_id',
    test: { project: 'int', file: webhooks, named: 'is kept once, however often it comes' },
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
    name: 'the database refuses a second live subscription to one of its titles',
    file: 'apps/billing/prisma/migrations/20261127071500_titles_read_with_it/migration.sql',
    from: '    WHERE s.reader_id = NEW.reader_id AND s.product = NEW.product AND s.id <> NEW.id',
    to: '    WHERE s.reader_id <> NEW.reader_id AND s.product = NEW.product AND s.id <> NEW.id',
    test: { project: 'int', file: 'apps/billing/test/titles.int.test.ts', named: 'cannot be there at once' },
  },
  {
    name: 'what was read from Stripe earlier is not committed over what was read later',
    fault: 18,
    file: 'apps/billing/src/adapters/postgres/commit-folds.ts',
    from: 'WHERE c.id = t.id AND c.ticket < t.ticket',
    to: 'WHERE c.id = t.id AND t.ticket > 0',
    test: { project: 'int', file: billing, named: 'read before somebody else' },
  },
  {
    name: 'a list from Stripe holds what is over as well',
    fault: 16,
    file: 'apps/billing/src/adapters/stripe/reads.ts',
    from: "status: 'all', ",
    to: '',
    test: histories,
  },
  {
    name: 'a call that is made again goes under its own key',
    fault: 19,
    file: 'apps/billing/src/adapters/stripe/perform-call.ts',
    from: '`gatefold:call:${id}`',
    to: '`gatefold:call:${id}:${Math.random()}`',
    test: histories,
  },
  {
    name: 'a part that went back is no whole',
    fault: 15,
    file: 'apps/billing/src/domain/subscription.ts',
    from: 'takenOf(charge) > 0n && takenOf(charge) <= refundedOf(charge)',
    to: 'refundedOf(charge) > 0n',
    test: histories,
  },
  {
    name: 'who is back from the page need not wait for a webhook',
    fault: 6,
    file: 'apps/billing/src/usecases/complete-checkout.ts',
    from: "await settleCustomer(before.stripeCustomerId, 'reader', traceparent);",
    to: 'await Promise.resolve();',
    test: {
      project: 'int',
      file: 'apps/billing/test/lifecycle.int.test.ts',
      named: 'whether or not a webhook has come',
    },
  },
  {
    name: 'a webhook is answered when it is kept, not before',
    fault: 3,
    file: 'apps/billing/src/http/webhook-door.ts',
    from: '        () => answer(res, startedAt),\n        () => {',
    to: '        () => answer(res, startedAt),\n        () => {\n          if (startedAt > 0) return answer(res, startedAt);',
    test: {
      project: 'unit',
      file: 'apps/billing/src/http/hostile-webhooks.test.ts',
      named: 'is not answered as kept',
    },
  },
  {
    name: 'news is what Stripe says when it is asked, not what was known',
    fault: 4,
    file: 'apps/billing/src/usecases/fold-customer.ts',
    from: '? await Promise.all([stripe.customer(customerId, lane, from), cardsGiven(begun, stripe, lane)])',
    to: `? await Promise.all([
          ((globalThis as { read?: Record<string, never> }).read ??= {})[customerId] ??
            stripe.customer(customerId, lane, from).then((seen) => ((globalThis as never as { read: object }).read[customerId] = seen)),
          cardsGiven(begun, stripe, lane),
        ])`,
    test: histories,
  },
  {
    name: 'two who change a subscription take turns',
    fault: 5,
    file: 'apps/billing/src/adapters/postgres/subscription-rows.ts',
    from: 'WHERE id = $1 FOR UPDATE',
    to: 'WHERE id = $1',
    test: {
      project: 'int',
      file: 'apps/billing/test/edge-cases.int.test.ts',
      named: 'confirming twice gives back once',
    },
  },
  {
    name: 'a week is so many seconds, wherever the clocks are changed',
    fault: 13,
    file: 'apps/billing/src/domain/offer.ts',
    from: 'return plus(anchor, times * count * 7 * DAY);',
    to: `{
      const end = plus(anchor, times * count * 7 * DAY);
      const off = (at: Date): number =>
        Date.parse(\`\${at.toLocaleString('en-US', { timeZone: 'America/New_York' })} UTC\`) - at.getTime();
      return plus(end, off(anchor) - off(end));
    }`,
    test: {
      project: 'unit',
      file: 'apps/billing/src/domain/price-path.test.ts',
      named: 'is counted in seconds',
    },
  },
  {
    name: 'no money moves for a request that was rejected after it was approved',
    file: 'apps/billing/src/domain/approval.ts',
    from: "if (state !== 'approved') throw",
    to: "if (state === 'waiting') throw",
    test: {
      project: 'int',
      file: 'apps/billing/test/approvals.int.test.ts',
      named: 'moves no money that is declined just before it is carried out',
    },
  },
  {
    name: 'a first look at the balance that failed is made up for',
    file: 'apps/billing/src/usecases/sweep.ts',
    from: "await cursors.set('cash', since);",
    to: '',
    test: { project: 'unit', file: 'tests/simulation/found.test.ts', named: 'a first look at the balance' },
  },
];
