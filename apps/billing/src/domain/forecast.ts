import { DAY, plus } from '@gatefold/kernel';
import { intervalsAfter } from './offer.ts';
import { stepAt, type PricePath } from './price-path.ts';

/** Subscriptions whose next charge falls on the same day, of the same place in the same path. */
export type Expected = {
  readonly path: PricePath;
  /** The charge that is expected next. */
  readonly index: number;
  readonly at: Date;
  readonly count: number;
};

export type ForecastRow = {
  /** The Monday that the week begins with, in UTC. */
  readonly week: string;
  readonly offer: string;
  readonly phase: string;
  readonly currency: string;
  readonly charges: number;
  /** Minor units. */
  readonly amount: bigint;
};

/** The Monday of the week of an instant, in UTC. */
export function weekOf(at: Date): string {
  const days = (at.getUTCDay() + 6) % 7;
  return plus(at, -days * DAY)
    .toISOString()
    .slice(0, 10);
}

/** What will be charged before `until` if everybody who goes on now stays and every card is good. */
export function forecast(expected: readonly Expected[], until: Date): ForecastRow[] {
  const rows = new Map<string, ForecastRow>();
  for (const { path, index: first, at: from, count } of expected) {
    let index = first;
    for (let at = from; at < until; index += 1) {
      const { step } = stepAt(path, index);
      const { amount, currency } = step.amount;
      const place = { week: weekOf(at), offer: path.offer, phase: step.key, currency };
      const key = Object.values(place).join('|');
      const so = rows.get(key) ?? { ...place, charges: 0, amount: 0n };
      const more = { charges: so.charges + count, amount: so.amount + amount * BigInt(count) };
      rows.set(key, { ...so, ...more });
      at = intervalsAfter(at, step.interval, 1);
    }
  }
  return [...rows.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}
