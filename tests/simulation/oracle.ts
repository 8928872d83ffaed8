import type { InProcessStripe } from './stripe.ts';

const DAY_S = 24 * 60 * 60;
const SETTLEMENT_S = 3 * DAY_S;
const DUNNING_S = 14 * DAY_S;

/** What Stripe's own objects say of one reader, by rules of its own: billing says only whose wish has ended something at once. */
export type Truth = {
  /** Unix seconds, half-open: when the reader may read, as far as Stripe knows by now. */
  readonly mayRead: readonly { readonly from: number; readonly until: number }[];
  /** Minor units by currency: what was taken, less what went back. */
  readonly kept: Readonly<Record<string, number>>;
  readonly live: readonly string[];
  /** Each payment of a subscription that still runs or ran on its own, oldest first. */
  readonly payments: readonly { readonly subscription: string; readonly amounts: readonly number[] }[];
  /** Over before what was paid for was: how much was paid last, how much of it went back, and whether the rest is read. */
  readonly cutShort: readonly {
    readonly subscription: string;
    readonly paid: number;
    readonly back: number;
    readonly isLost: boolean;
    readonly keepsRest: boolean;
  }[];
  /** Still running although a bank has taken a payment back. */
  readonly unpaidFor: readonly string[];
  /** Wishes of ours that Stripe has fulfilled more than once. */
  readonly refundedTwice: readonly string[];
  /** Paid periods that two payments cover and neither of which went back. */
  readonly paidTwice: readonly string[];
};

type Sub = {
  readonly id: string;
  readonly start: number;
  readonly endedAt: number | null;
  readonly leaves: boolean;
  /** Nothing is charged before this. */
  readonly freeUntil: number;
};
type Bill = {
  readonly subscription: string;
  readonly created: number;
  readonly status: string;
  readonly attempts: number;
  readonly paid: number;
  readonly from: number;
  readonly until: number;
  /** What was sent back, also where it did not arrive. */
  readonly back: number;
  /** Whether the bank is looking at it. */
  readonly isDisputed: boolean;
  readonly isLost: boolean;
  /** Made because the plan was changed, in the middle of what was paid for. */
  readonly isChange: boolean;
};

/** What becomes of the rest of a paid period when it ends at once: it is read to its end, or the money goes back. */
export type Rest = 'kept' | 'given-back';

/** Reads everything of one reader's and says what must be true of them. */
export function truthOf(
  stripe: InProcessStripe,
  readerId: string,
  endedAtOnce: ReadonlyMap<string, Rest>,
): Truth {
  const customers = stripe.read((unit) =>
    unit.list('customer', {}).filter(({ metadata }) => metadata['gatefold_reader'] === readerId),
  );
  const subs = customers.flatMap(({ id }) => subsOf(stripe, id));
  const bills = customers.flatMap(({ id }) => billsOf(stripe, id));
  const of = ({ id }: Sub) => bills.filter(({ subscription }) => subscription === id);
  return {
    mayRead: subs.flatMap((sub) => accessOf(sub, of(sub), endedAtOnce.get(sub.id))),
    kept: customers.reduce((sums, { id }) => keptOf(stripe, id, sums), {}),
    live: subs.filter(({ endedAt }) => endedAt === null).map(({ id }) => id),
    payments: subs.map((sub) => ({
      subscription: sub.id,
      amounts: of(sub)
        .filter(({ status }) => status === 'paid')
        .toSorted((a, b) => a.from - b.from)
        .map(({ paid }) => paid),
    })),
    cutShort: subs.flatMap((sub) => cutShortOf(sub, of(sub), endedAtOnce.get(sub.id))),
    unpaidFor: subs
      .filter((sub) => sub.endedAt === null && of(sub).some(({ isLost }) => isLost))
      .map(({ id }) => id),
    refundedTwice: customers.flatMap(({ id }) => refundedTwiceOf(stripe, id)),
    paidTwice: twiceIn(bills.filter(({ paid, back, status }) => status === 'paid' && paid > back)),
  };
}

const subsOf = (stripe: InProcessStripe, customer: string): Sub[] =>
  stripe.read((unit) =>
    unit.list('subscription', { customer }).map((one) => ({
      id: one.id,
      start: one.start_date,
      endedAt: one.ended_at,
      leaves: one.cancel_at_period_end || one.cancel_at !== null,
      freeUntil: one.trial_end ?? 0,
    })),
  );

/** Invoices with the period that their subscription line buys; the first buys what the trial gives. */
const billsOf = (stripe: InProcessStripe, customer: string): Bill[] =>
  stripe.read((unit) => {
    const refunds = unit.list('refund', {});
    const disputes = unit.list('dispute', {});
    const disputed = disputes.flatMap(({ status, charge }) =>
      status === 'won' || status === 'lost' ? [] : [charge],
    );
    const lost = disputes.flatMap(({ status, charge }) => (status === 'lost' ? [charge] : []));
    return unit
      .list('invoice', { customer })
      .filter(isOverSomething)
      .map((invoice) => {
        const lines = invoice.lines.data.filter(({ parent }) => parent?.type === 'subscription_item_details');
        const intents = unit
          .list('invoice_payment', { parent: invoice.id })
          .map(({ payment }) => payment.payment_intent);
        const charges = unit
          .list('charge', { customer })
          .filter(({ payment_intent, status }) => status === 'succeeded' && intents.includes(payment_intent));
        return {
          subscription: String(invoice.parent?.subscription_details?.subscription ?? ''),
          created: invoice.created,
          status: invoice.status ?? '',
          attempts: invoice.attempt_count,
          paid: invoice.status === 'paid' ? invoice.amount_paid : 0,
          from: Math.min(...lines.map(({ period }) => period.start)),
          until: Math.max(...lines.map(({ period }) => period.end)),
          back: refunds
            .filter(({ charge }) => charges.some(({ id }) => id === charge))
            .reduce((sum, { amount }) => sum + amount, 0),
          isDisputed: charges.some(({ id }) => disputed.includes(id)),
          isLost: charges.some(({ id }) => lost.includes(id)),
          isChange: invoice.billing_reason === 'subscription_update',
        };
      });
  });

/** Where nothing is sold but something is changed, Stripe writes down that nothing is owed. */
const isOverSomething = ({
  billing_reason,
  total,
}: {
  billing_reason: string | null;
  total: number;
}): boolean => billing_reason !== 'subscription_update' || total !== 0;

/**
 * From the first payment until: the end, for one that is over; what is paid for, for one that leaves; else with
 * three days for a renewal to settle, and fourteen while a failed one is tried again, unless the bank is asked to take
 * an earlier one back. Who rests reads what is paid for, and no longer.
 */
function accessOf(
  { start, endedAt, leaves, freeUntil }: Sub,
  bills: readonly Bill[],
  rest: Rest | undefined,
) {
  const paid = bills.filter(({ status }) => status === 'paid');
  if (paid.length === 0) return [];
  const through = Math.max(...paid.map(({ until }) => until));
  const isFailing =
    bills.some(({ status, attempts }) => status === 'open' && attempts > 0) &&
    !bills.some(({ isDisputed }) => isDisputed);
  const until =
    endedAt === null
      ? liveUntil({ through, leaves, isFailing, rests: freeUntil > through })
      : overUntil({ endedAt, through, keepsRest: keepsRest(paid, rest) });
  return [{ from: start, until }];
}

type Live = {
  readonly through: number;
  readonly leaves: boolean;
  readonly isFailing: boolean;
  readonly rests: boolean;
};

function liveUntil({ through, leaves, isFailing, rests }: Live): number {
  if (leaves || (rests && !isFailing)) return through;
  return through + (isFailing ? DUNNING_S : SETTLEMENT_S);
}

type Over = { readonly endedAt: number; readonly through: number; readonly keepsRest: boolean };

/**
 * Ended before what was paid for was over: at once where the money for the rest went back, else with what was paid. Ended
 * later: it was collected for in vain.
 */
function overUntil({ endedAt, through, keepsRest: keeps }: Over): number {
  if (endedAt <= through) return keeps ? through : endedAt;
  return endedAt >= through + DUNNING_S ? through + DUNNING_S : through;
}

function cutShortOf({ id, endedAt }: Sub, bills: readonly Bill[], rest: Rest | undefined): Truth['cutShort'] {
  const paid = bills.filter(({ status }) => status === 'paid');
  const last = lastOf(paid);
  if (last === undefined || endedAt === null || endedAt >= last.until) return [];
  const isLost = paid.some((one) => one.isLost);
  return [
    {
      subscription: id,
      paid: last.paid,
      back: last.back,
      isLost,
      keepsRest: keepsRest(paid, rest),
    },
  ];
}

/** What is paid for is read, though a part of it went back: unless all of it did, a bank took it, or the rest was given back. */
function keepsRest(paid: readonly Bill[], rest: Rest | undefined): boolean {
  const last = lastOf(paid);
  const isBackWhole = last !== undefined && last.back >= last.paid;
  return rest !== 'given-back' && !isBackWhole && !paid.some(({ isLost }) => isLost);
}

const lastOf = (paid: readonly Bill[]): Bill | undefined => paid.toSorted((a, b) => b.until - a.until)[0];

function refundedTwiceOf(stripe: InProcessStripe, customer: string): string[] {
  const wishes = stripe.read((unit) => {
    const charges = new Set(unit.list('charge', { customer }).map(({ id }) => id));
    return unit
      .list('refund', {})
      .filter(({ charge }) => charges.has(String(charge)))
      .flatMap(({ metadata }) => metadata?.['gatefold_refund'] ?? []);
  });
  return wishes.filter((wish, index) => wishes.indexOf(wish) !== index);
}

function keptOf(
  stripe: InProcessStripe,
  customer: string,
  sums: Record<string, number>,
): Record<string, number> {
  const charges = stripe.read((unit) => unit.list('charge', { customer }));
  for (const { status, currency, amount, amount_refunded } of charges)
    if (status === 'succeeded') sums[currency] = (sums[currency] ?? 0) + amount - amount_refunded;
  return sums;
}

function twiceIn(bills: readonly Bill[]): string[] {
  return bills.flatMap((one, index) =>
    bills
      .slice(index + 1)
      .filter(
        (other) =>
          other.subscription === one.subscription &&
          one.from < other.until &&
          other.from < one.until &&
          !(one.from < other.from ? other : one).isChange,
      )
      .map((other) => `${one.subscription}: ${one.from} and ${other.from}`),
  );
}
