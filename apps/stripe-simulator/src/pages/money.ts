import { formatMoney, money } from '@gatefold/kernel';

export const amount = (minor: number | null, currency: string | null): string =>
  formatMoney(money(BigInt(minor ?? 0), currency ?? 'usd'), 'en-US');

/** "12 March 2026" of an instant in whole seconds. */
export const dayOf = (seconds: number): string =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(seconds * 1000));
