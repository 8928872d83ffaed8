import { formatMoney, fromMoneyJson, type MoneyJson } from '@gatefold/kernel';

/** How the pages of groups write money and dates. */
export type GroupHabits = { readonly name: string; readonly zone: string };

const LOCALE = 'en-US';

export const price = (amount: MoneyJson): string => formatMoney(fromMoneyJson(amount), LOCALE);

export const times = ({ amount, currency }: MoneyJson, count: number): MoneyJson => ({
  amount: (BigInt(amount) * BigInt(count)).toString(),
  currency,
});

export const dayAt = (at: string, { zone }: GroupHabits): string =>
  new Intl.DateTimeFormat(LOCALE, { dateStyle: 'long', timeZone: zone }).format(new Date(at));

export const seatsInWords = (seats: number): string => `${seats} ${seats === 1 ? 'seat' : 'seats'}`;

/** “every four weeks”, “every year”. */
export function everyInWords({ unit, count }: { readonly unit: string; readonly count: number }): string {
  if (count === 1) return `every ${unit}`;
  return `every ${count === 4 ? 'four' : count} ${unit}s`;
}
