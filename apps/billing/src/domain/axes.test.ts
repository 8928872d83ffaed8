import { describe, expect, test } from 'vitest';
import { axesOf, invoiceStandings, type InvoiceStanding } from './axes.ts';
import { stripeStatuses, type StripeStatus } from './seen.ts';

/** How a running subscription stands: `collecting` becomes `exhausted` when our timetable has run out. */
const declared: Record<StripeStatus, Record<InvoiceStanding, 'ok' | 'collecting' | 'exhausted'>> = {
  incomplete: {
    none: 'ok',
    draft: 'ok',
    open: 'ok',
    failed: 'ok',
    'given-up': 'ok',
    paid: 'ok',
    void: 'ok',
  },
  incomplete_expired: {
    none: 'ok',
    draft: 'ok',
    open: 'ok',
    failed: 'ok',
    'given-up': 'ok',
    paid: 'ok',
    void: 'ok',
  },
  trialing: {
    none: 'ok',
    draft: 'ok',
    open: 'ok',
    failed: 'collecting',
    'given-up': 'exhausted',
    paid: 'ok',
    void: 'ok',
  },
  active: {
    none: 'ok',
    draft: 'ok',
    open: 'ok',
    failed: 'collecting',
    'given-up': 'exhausted',
    paid: 'ok',
    void: 'ok',
  },
  past_due: {
    none: 'collecting',
    draft: 'collecting',
    open: 'collecting',
    failed: 'collecting',
    'given-up': 'exhausted',
    paid: 'ok',
    void: 'ok',
  },
  unpaid: {
    none: 'exhausted',
    draft: 'exhausted',
    open: 'exhausted',
    failed: 'exhausted',
    'given-up': 'exhausted',
    paid: 'ok',
    void: 'ok',
  },
  paused: {
    none: 'ok',
    draft: 'ok',
    open: 'ok',
    failed: 'collecting',
    'given-up': 'exhausted',
    paid: 'ok',
    void: 'ok',
  },
  canceled: {
    none: 'ok',
    draft: 'ok',
    open: 'ok',
    failed: 'exhausted',
    'given-up': 'exhausted',
    paid: 'ok',
    void: 'ok',
  },
};

const endings: readonly StripeStatus[] = ['canceled', 'incomplete_expired'];
const both = [false, true];

/** Every status × invoice × flag there is. */
const situations = stripeStatuses.flatMap((status) =>
  invoiceStandings.flatMap((invoice) =>
    both.flatMap((isCancelScheduled) =>
      both.flatMap((isSettled) =>
        both.flatMap((isDunningOver) =>
          both.map((isDisputed) => ({
            status,
            invoice,
            isCancelScheduled,
            isSettled,
            isDunningOver,
            isDisputed,
          })),
        ),
      ),
    ),
  ),
);

const undisputed = situations.filter(({ isDisputed }) => !isDisputed);

describe('every combination that Stripe can show has a declared meaning', () => {
  test('there are 896 of them', () => {
    expect(situations).toHaveLength(8 * 7 * 2 ** 4);
  });

  test('it runs as soon as anything was paid, and is over when Stripe says so', () => {
    for (const one of situations) {
      const life = endings.includes(one.status) ? 'ended' : one.isSettled ? 'running' : 'pending';
      expect({ ...one, life: axesOf(one).life }).toEqual({ ...one, life });
    }
  });

  test('it is cancelling when that is scheduled or done, whatever else is true', () => {
    for (const one of situations) {
      const intent = one.isCancelScheduled || endings.includes(one.status) ? 'cancelling' : 'renewing';
      expect({ ...one, intent: axesOf(one).intent }).toEqual({ ...one, intent });
    }
  });

  test.each(stripeStatuses)('what is owed while Stripe says %s', (status) => {
    for (const one of undisputed.filter((candidate) => candidate.status === status)) {
      const written = declared[status][one.invoice];
      const standing = written === 'collecting' && one.isDunningOver ? 'exhausted' : written;
      expect({ ...one, standing: axesOf(one).standing }).toEqual({ ...one, standing });
    }
  });

  test('a dispute is the worst standing while it runs, and no standing at all once it is over', () => {
    for (const one of situations.filter(({ isDisputed }) => isDisputed)) {
      const calm = axesOf({ ...one, isDisputed: false });
      const standing = calm.life === 'ended' ? calm.standing : 'disputed';
      expect(axesOf(one)).toEqual({ ...calm, standing });
    }
  });
});

const aSituation = {
  status: 'active',
  isCancelScheduled: false,
  invoice: 'paid',
  isSettled: true,
  isDunningOver: false,
  isDisputed: false,
} as const;

test('the hour in which a renewal is only drafted owes nothing', () => {
  expect(axesOf({ ...aSituation, invoice: 'draft' }).standing).toBe('ok');
});

test('a fresh invoice does not hide that an older one is owed', () => {
  expect(axesOf({ ...aSituation, status: 'past_due', invoice: 'draft' }).standing).toBe('collecting');
});

test('a first payment that fails is nobody’s debt and opens nothing', () => {
  expect(axesOf({ ...aSituation, status: 'incomplete', invoice: 'failed', isSettled: false })).toEqual({
    life: 'pending',
    standing: 'ok',
    intent: 'renewing',
  });
});
