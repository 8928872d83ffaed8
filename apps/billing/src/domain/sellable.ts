import { money, type Money } from '@gatefold/kernel';
import { inMoneyOf, isSameRhythm, type Interval, type Offer, type OfferPhase } from './offer.ts';

/** An offer in the parts that Stripe sells: a paid introduction, charges at a discount, then the list price. */
export type Parts = {
  readonly intro: OfferPhase | null;
  readonly reduced: readonly OfferPhase[];
  readonly list: OfferPhase;
};

/** The first of several phases is an introduction where it is one charge. */
export function partsOf(phases: readonly OfferPhase[]): Parts {
  const list = phases.at(-1);
  if (list === undefined) throw new RangeError('an offer has phases');
  const before = phases.slice(0, -1);
  const intro = before[0]?.charges === 1 ? before[0] : null;
  return { intro, reduced: intro === null ? before : before.slice(1), list };
}

/** How long an introduction lasts, as Checkout counts trials; null for months and years, which it does not count. */
export function trialDays({ unit, count }: Interval): number | null {
  if (unit === 'day') return count;
  return unit === 'week' ? count * 7 : null;
}

/**
 * Months after which a coupon has taken off exactly so many charges every four weeks, on every start day there is.
 *
 * Behind an introduction of four weeks: 13 charges end on day 364, before 12 months do. Without one: the third is
 * on day 56, the fourth on day 84, and 2 months have 59 to 62 days;
 * the eleventh is on day 280, the twelfth on day 308, and 10 months have 303 to 306 days. Other sums have not been proved.
 */
const provenMonths: Readonly<Record<string, number>> = {
  'introduced 13': 12,
  'at once 3': 2,
  'at once 11': 10,
};

/** After how many months a coupon ends by itself, exactly where the path says; null where that is not proved. */
function couponMonths(phases: readonly OfferPhase[]): number | null {
  const { intro, reduced } = partsOf(phases);
  const [only, ...more] = reduced;
  if (only === undefined || more.length > 0) return null;
  const isFourWeekly = only.interval.unit === 'week' && only.interval.count === 4;
  const hasFourWeeks = intro === null || trialDays(intro.interval) === 28;
  if (!isFourWeekly || !hasFourWeeks) return null;
  return provenMonths[`${intro === null ? 'at once' : 'introduced'} ${only.charges}`] ?? null;
}

/** Whether what comes off the list price ends without our saying so: other coupons last until we change them. */
export const endsByItself = (phases: readonly OfferPhase[]): boolean =>
  partsOf(phases).reduced.length === 0 || couponMonths(phases) !== null;

/** One object of Stripe's catalogue. Under its name it is made once and never edited. */
export type CataloguePart =
  | { readonly kind: 'product'; readonly name: string; readonly label: string }
  | {
      readonly kind: 'price';
      readonly name: string;
      readonly product: string;
      readonly amount: Money;
      /** Null for a price that is paid once. */
      readonly interval: Interval | null;
    }
  | {
      readonly kind: 'coupon';
      readonly name: string;
      readonly label: string;
      readonly product: string;
      readonly off: Money;
      /** Null for one that lasts until we change it. */
      readonly months: number | null;
      readonly cap: number | null;
      readonly endsAt: Date | null;
    };

type Named = Pick<
  Offer,
  'key' | 'version' | 'product' | 'stripeProduct' | 'name' | 'phases' | 'promotion' | 'inOther'
>;

const stemOf = ({ key, version, inOther }: Pick<Offer, 'key' | 'version' | 'inOther'>): string =>
  `${key}-v${version}${inOther === undefined ? '' : `-${inOther.toLowerCase()}`}`;

/** Names under which an offer stands in Stripe's catalogue. */
export function namesOf(offer: Named) {
  const { intro, reduced, list } = partsOf(offer.phases);
  const stem = stemOf(offer);
  const product = `gatefold_${offer.stripeProduct ?? offer.product}`;
  const first = reduced[0];
  const off = first === undefined ? 0n : list.amount.amount - first.amount.amount;
  const code = offer.promotion === undefined ? '' : `-${offer.promotion.code}`;
  return {
    product,
    listPrice: `${stem}-list`,
    introProduct: intro === null ? null : `${product}_intro`,
    introPrice: intro === null ? null : `${stem}-intro`,
    coupon: first === undefined || off === 0n ? null : `${stem}-${first.key}${code}`,
  };
}

/** Stripe's lookup key of a list price beside the offer's own: prices are made, never edited. */
export const risenPriceName = ({
  offer,
  amount,
}: {
  readonly offer: string;
  readonly amount: Money;
}): string => `${offer}-list-${amount.amount}-${amount.currency.toLowerCase()}`;

/** An offer in the money of a path, and Stripe's name of its list price where that is not the offer's main one. */
export function inMoneyOfPath(
  offer: Offer,
  { steps }: { readonly steps: readonly OfferPhase[] },
): { offer: Offer; listPrice: string | null } {
  const sold = inMoneyOf(offer, steps.at(-1)?.amount.currency ?? '');
  return { offer: sold, listPrice: sold.inOther === undefined ? null : namesOf(sold).listPrice };
}

/** All that Stripe must have so that this offer can be sold, what is needed first coming first. */
export function cataloguePartsOf(offer: Named): CataloguePart[] {
  const { intro, reduced, list } = partsOf(offer.phases);
  const names = namesOf(offer);
  const parts: CataloguePart[] = [
    { kind: 'product', name: names.product, label: offer.name },
    {
      kind: 'price',
      name: names.listPrice,
      product: names.product,
      amount: list.amount,
      interval: list.interval,
    },
  ];
  if (intro !== null && names.introPrice !== null && names.introProduct !== null)
    parts.push(
      { kind: 'product', name: names.introProduct, label: `${offer.name}: introduction` },
      {
        kind: 'price',
        name: names.introPrice,
        product: names.introProduct,
        amount: intro.amount,
        interval: null,
      },
    );
  const [first] = reduced;
  if (names.coupon !== null && first !== undefined)
    parts.push({
      kind: 'coupon',
      name: names.coupon,
      label: `${offer.name}: ${first.key.replaceAll('_', ' ')}`.slice(0, 40),
      product: names.product,
      off: money(list.amount.amount - first.amount.amount, list.amount.currency),
      months: couponMonths(offer.phases),
      cap: offer.promotion?.cap ?? null,
      endsAt: offer.promotion?.endsAt ?? null,
    });
  return parts;
}

/** What is wrong, and with which field of what. */
export type Problem = { readonly field: string; readonly message: string };

/**
 * Why these phases cannot be sold. Exactly the last one runs for ever; all are in one currency; what comes between
 * an introduction and the list price is a reduction of it, in its rhythm.
 */
export function phaseProblems(phases: readonly OfferPhase[]): Problem[] {
  const list = phases.at(-1);
  if (list === undefined) return [{ field: 'phases', message: 'it has no phases' }];
  return phases.flatMap((phase, index) => {
    const at: At = (part, message) => ({ field: `phases[${index}].${part}`, message });
    return [...ownProblems(phase, { phases, list, at }), ...placeProblems(phase, { phases, list, at })];
  });
}

type At = (part: string, message: string) => Problem;
type Around = { readonly phases: readonly OfferPhase[]; readonly list: OfferPhase; readonly at: At };
const those = (found: readonly (Problem | false)[]): Problem[] => found.filter((one) => one !== false);

const ownProblems = (phase: OfferPhase, { phases, list, at }: Around): Problem[] =>
  those([
    (phase.charges === null) !== (phase === list) && at('charges', 'exactly the last phase runs for ever'),
    phase.charges !== null && phase.charges < 1 && at('charges', 'a phase has at least one charge'),
    phase.interval.count < 1 && at('every', 'an interval has a length'),
    (phase.amount.amount < 0n || phase.amount.currency !== list.amount.currency) &&
      at('amount', 'amounts are positive and in one currency'),
    phases.find(({ key }) => key === phase.key) !== phase && at('key', 'each phase has its own key'),
  ]);

/** What an introduction may not be, and what may not stand before the list price. */
function placeProblems(phase: OfferPhase, { phases, list, at }: Around): Problem[] {
  const { intro, reduced } = partsOf(phases);
  if (phase === intro)
    return trialDays(phase.interval) === null
      ? [at('every', 'an introduction of one charge is counted in days or weeks')]
      : [];
  if (!reduced.includes(phase)) return [];
  return those([
    !isSameRhythm(phase.interval, list.interval) &&
      at('every', 'a reduced phase is charged as often as the last one'),
    phase.amount.amount > list.amount.amount && at('amount', 'no phase costs more than the last one'),
  ]);
}
