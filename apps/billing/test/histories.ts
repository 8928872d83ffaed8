import { DAY, HOUR, plus } from '@gatefold/kernel';
import fc from 'fast-check';
import type { SeenSubscription } from '../src/domain/seen.ts';
import {
  bought,
  cancelling,
  disputed,
  drafted,
  ended,
  goingOn,
  paid,
  refunded,
  refused,
  type Look,
} from './stripe.ts';

/** What happens next in a life at Stripe. What makes no sense where it stands is left out. */
type Happening =
  | {
      readonly what:
        | 'renew'
        | 'draft'
        | 'pay'
        | 'refuse'
        | 'cancel'
        | 'go-on'
        | 'end'
        | 'dispute'
        | 'win'
        | 'fail';
    }
  | { readonly what: 'refund'; readonly percent: number };

const happenings: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 6, arbitrary: fc.constant({ what: 'renew' } as const) },
  {
    weight: 8,
    arbitrary: fc
      .constantFrom('draft', 'pay', 'refuse', 'cancel', 'go-on', 'dispute', 'win', 'end', 'fail')
      .map((what) => ({ what }) as const),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(25, 50, 75).map((percent) => ({ what: 'refund', percent }) as const),
  },
);

type State = { readonly seen: SeenSubscription; readonly now: Date; readonly refunds: number };

const last = ({ seen }: State) => seen.invoices.at(-1)!;
const isOpen = (state: State): boolean => ['draft', 'open'].includes(last(state).status);
const later = (state: State, milliseconds: number): Date => plus(state.now, milliseconds);
const isOver = ({ seen }: State): boolean => seen.status === 'canceled';

/** The end of the newest period, when Stripe drafts the next one. */
const nextBoundary = ({ seen }: State): Date => plus(seen.startedAt, seen.invoices.length * 28 * DAY);

const renew = (state: State): State =>
  isOver(state) || isOpen(state) || state.seen.cancelAtPeriodEnd
    ? state
    : { ...state, seen: paid(drafted(state.seen)), now: plus(nextBoundary(state), HOUR) };

const draft = (state: State): State =>
  isOver(state) || isOpen(state) || state.seen.cancelAtPeriodEnd
    ? state
    : { ...state, seen: drafted(state.seen), now: nextBoundary(state) };

const pay = (state: State): State =>
  isOpen(state) && !isOver(state)
    ? { ...state, seen: paid(state.seen, later(state, HOUR)), now: later(state, HOUR) }
    : state;

/** At most three times, three days apart: what comes after is our own timetable's business. */
const refuse = (state: State): State =>
  isOpen(state) && !isOver(state) && last(state).attempts < 3
    ? { ...state, seen: refused(state.seen), now: later(state, last(state).attempts === 0 ? HOUR : 3 * DAY) }
    : state;

const cancel = (state: State): State =>
  isOver(state) || isOpen(state)
    ? state
    : { ...state, seen: cancelling(state.seen), now: later(state, HOUR) };

const goOn = (state: State): State =>
  isOver(state) ? state : { ...state, seen: goingOn(state.seen), now: later(state, HOUR) };

const end = (state: State): State =>
  state.seen.cancelAtPeriodEnd && !isOver(state)
    ? { ...state, seen: ended(state.seen, nextBoundary(state)), now: nextBoundary(state) }
    : state;

function refund(state: State, percent: number): State {
  const of = state.seen.invoices.findLast(({ payment }) => payment !== null);
  if (of === undefined || of.payment?.refunds.some(({ status }) => status !== 'failed')) return state;
  const cents = (of.total.amount * BigInt(percent)) / 100n;
  const id = `re_${state.refunds}`;
  return {
    seen: refunded(state.seen, { of: of.id, id, cents }),
    now: later(state, HOUR),
    refunds: state.refunds + 1,
  };
}

/** The bank sends the newest refund back, however long after. */
function fail(state: State): State {
  const of = state.seen.invoices.findLast(({ payment }) => (payment?.refunds.length ?? 0) > 0);
  const newest = of?.payment?.refunds.at(-1);
  if (of === undefined || newest === undefined) return state;
  const { id, amount } = newest;
  return {
    ...state,
    seen: refunded(state.seen, { of: of.id, id, cents: amount.amount, status: 'failed' }),
    now: later(state, HOUR),
  };
}

function dispute(state: State, status: 'open' | 'won'): State {
  const of = state.seen.invoices.findLast(({ payment }) => payment !== null);
  if (of === undefined || (status === 'won' && (of.payment?.dispute ?? null) === null)) return state;
  return { ...state, seen: disputed(state.seen, { of: of.id, status }), now: later(state, HOUR) };
}

const steps: { readonly [K in Exclude<Happening['what'], 'refund'>]: (state: State) => State } = {
  renew,
  draft,
  pay,
  refuse,
  cancel,
  'go-on': goOn,
  end,
  fail,
  dispute: (state) => dispute(state, 'open'),
  win: (state) => dispute(state, 'won'),
};

const happen = (state: State, happening: Happening): State =>
  happening.what === 'refund' ? refund(state, happening.percent) : steps[happening.what](state);

/** In percent of the price without it: one for each invoice, over and over. */
const rates = fc.array(fc.constantFrom(0, 7, 19, 100), { minLength: 1, maxLength: 3 });

const taxed = (seen: SeenSubscription, percents: readonly number[]): SeenSubscription => ({
  ...seen,
  invoices: seen.invoices.map((invoice, index) => {
    const percent = BigInt(percents[index % percents.length]!);
    return { ...invoice, tax: (invoice.total.amount * percent) / (100n + percent) };
  }),
});

/** The same for what of an invoice is paid with credit: so little that no part given back is all the rest. */
const shares = fc.array(fc.constantFrom(0, 0, 10), { minLength: 1, maxLength: 3 });

const credited = (seen: SeenSubscription, percents: readonly number[]): SeenSubscription => ({
  ...seen,
  invoices: seen.invoices.map((invoice, index) => ({
    ...invoice,
    credited: (invoice.total.amount * BigInt(percents[index % percents.length]!)) / 100n,
  })),
});

/** Everything that Stripe shows of one subscription, look by look, as time goes on. */
export const histories = (startedAt: Date): fc.Arbitrary<readonly Look[]> =>
  fc
    .tuple(fc.array(happenings, { minLength: 1, maxLength: 40 }), rates, shares)
    .map(([all, taxes, credits]) => {
      const states = all.reduce<readonly State[]>(
        (so, happening) => [...so, happen(so.at(-1)!, happening)],
        [{ seen: bought(startedAt), now: startedAt, refunds: 0 }],
      );
      return states.map(({ seen, now }) => ({ seen: credited(taxed(seen, taxes), credits), now }));
    });
