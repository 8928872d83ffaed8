/** An exact amount in the smallest unit of its currency: 1990n EUR is €19.90. Negative for money back. */
export type Money = { readonly amount: bigint; readonly currency: string };

/** Money as it travels: minor units as text, since JSON numbers are not exact beyond 2^53. */
export type MoneyJson = { readonly amount: string; readonly currency: string };

/** `currency` is an ISO 4217 code; Stripe writes it small, we write it large. */
export const money = (amount: bigint, currency: string): Money => ({
  amount,
  currency: currency.toUpperCase(),
});

export const toMoneyJson = ({ amount, currency }: Money): MoneyJson => ({
  amount: amount.toString(),
  currency,
});

export const fromMoneyJson = ({ amount, currency }: MoneyJson): Money => money(BigInt(amount), currency);

/** Throws a `RangeError` when the currencies differ: money is never added across them. */
export function add(a: Money, b: Money): Money {
  if (a.currency !== b.currency) throw new RangeError(`cannot add ${a.currency} and ${b.currency}`);
  return { amount: a.amount + b.amount, currency: a.currency };
}

export const negate = ({ amount, currency }: Money): Money => ({ amount: -amount, currency });

/**
 * Splits money by `weights` so that the shares add up to the last cent.
 *
 * Cents that do not divide go to the earliest shares, one each, and never to a share of weight
 * zero. The same input always gives the same shares, so a month can be booked twice and agree.
 * Throws a `RangeError` when no weight is positive or one is negative.
 */
export function split({ amount, currency }: Money, weights: readonly bigint[]): Money[] {
  const total = sum(weights);
  if (total <= 0n || weights.some((weight) => weight < 0n))
    throw new RangeError('split needs a positive weight');

  const shares = weights.map((weight) => (amount * weight) / total);
  const sign = amount < 0n ? -1n : 1n;
  let remainder = (amount - sum(shares)) * sign;

  return shares.map((share, index) => {
    if (remainder === 0n || weights[index] === 0n) return { amount: share, currency };
    remainder -= 1n;
    return { amount: share + sign, currency };
  });
}

/**
 * The part of `amount` that falls to the first `elapsed` of `total` units, rounded to the nearest unit.
 *
 * Cumulative, so that differences between two days add up exactly: $1 over 28 days is 43 cents
 * on day 12 and 100 on day 28. `elapsed` is cut to the range from 0 to `total`.
 */
export function accrued(amount: bigint, elapsed: bigint, total: bigint): bigint {
  if (total <= 0n) throw new RangeError('accrual needs a positive length');
  const bounded = elapsed < 0n ? 0n : elapsed > total ? total : elapsed;
  const magnitude = ((amount < 0n ? -amount : amount) * bounded * 2n + total) / (total * 2n);
  return amount < 0n ? -magnitude : magnitude;
}

/** How many digits follow the point, by ISO 4217: 2 for USD, 0 for JPY, 3 for KWD. */
export const minorDigits = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;

/**
 * Money as people in `locale` write it. Whole amounts drop the empty cents: $1, but $2.50.
 *
 * Exact at any size, since the digits are handed to `Intl` as text.
 */
export function formatMoney({ amount, currency }: Money, locale: string): string {
  const digits = minorDigits(currency);
  const text = amount
    .toString()
    .replace('-', '')
    .padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  const cents = text.slice(text.length - digits);
  const decimal = `${amount < 0n ? '-' : ''}${whole}${digits > 0 ? `.${cents}` : ''}`;
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: /^0*$/.test(cents) ? 0 : digits,
  });
  return format.format(decimal as Intl.StringNumericLiteral);
}

const sum = (numbers: readonly bigint[]): bigint => numbers.reduce((total, number) => total + number, 0n);
