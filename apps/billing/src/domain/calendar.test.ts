import { addCivilDays, DAY, onTheWall, plus } from '@gatefold/kernel';
import { expect, test } from 'vitest';
import { anOffer, dollars } from '../../test/builders.ts';
import type { Interval } from './offer.ts';
import { freezePath, indexStartingAt, plannedCharge, type PathInstants } from './price-path.ts';
import { spreadFrom } from './recognition.ts';

/** Of eight years, which days are begun on: all of them in a campaign. */
const EVERY = Number(process.env['EVERY_NTH_DAY'] ?? 41);
const EIGHT_YEARS = 2_922;
const PERIODS = 36;

/** With hours and quarters of an hour, half an hour of summer time, and both ends of the world’s dates. */
const zones = [
  'UTC',
  'America/New_York',
  'Europe/Berlin',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'America/St_Johns',
  'Africa/Casablanca',
] as const;

const FOUR_WEEKS = 28 * DAY;
const plans: Readonly<Record<string, Interval>> = {
  'every four weeks': { unit: 'week', count: 4 },
  'by the month': { unit: 'month', count: 1 },
  'by the year': { unit: 'year', count: 1 },
};

/** So many months after `anchor`, reckoned from the fields of its date and by nothing of ours. */
function monthsLater(anchor: Date, months: number): number {
  const [year, month] = [anchor.getUTCFullYear(), anchor.getUTCMonth() + months];
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const midnight = Date.UTC(year, month, Math.min(anchor.getUTCDate(), lastDay));
  return midnight + (anchor.getTime() % DAY);
}

const boundary = ({ anchor, startedAt }: PathInstants, { unit, count }: Interval, index: number): number => {
  if (index === 0) return startedAt.getTime();
  if (unit === 'week') return anchor.getTime() + (index - 1) * count * 7 * DAY;
  return monthsLater(anchor, (index - 1) * count * (unit === 'year' ? 12 : 1));
};

/** A quarter past midnight of the day with this number, where the reader is. */
const begunOn = (day: number, zone: string): Date => {
  const date = new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10);
  return onTheWall(`${date}T00:15`, zone)!;
};

const dayIn = (zone: string) => {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone: zone });
  return (at: Date): number => Date.parse(format.format(at)) / DAY;
};

test.each(Object.entries(plans))(
  '%s, begun on any day of eight years in eight zones: 36 periods without a gap, each on its day, each earned to the cent',
  (_plan, interval) => {
    const path = freezePath(
      anOffer({
        phases: [
          { key: 'intro', charges: 1, interval: { unit: 'week', count: 4 }, amount: dollars(1) },
          { key: 'standard', charges: null, interval, amount: dollars(179.99) },
        ],
      }),
    );
    let periods = 0;
    for (const zone of zones) {
      const shown = dayIn(zone);
      for (let day = 0; day < EIGHT_YEARS; day += EVERY) {
        const startedAt = begunOn(day, zone);
        const instants = { startedAt, anchor: plus(startedAt, FOUR_WEEKS) };
        for (let index = 0; index < PERIODS; index += 1) {
          const { amount, period } = plannedCharge(path, instants, index);
          const [from, until] = [
            boundary(instants, interval, index),
            boundary(instants, interval, index + 1),
          ];
          if (period.from.getTime() !== from || period.until.getTime() !== until)
            expect({ zone, day, index, period }).toEqual({
              zone,
              day,
              index,
              period: { from: new Date(from), until: new Date(until) },
            });
          const months = [...spreadFrom(amount.amount, period, period.from).months.values()];
          const earned = months.reduce((sum, part) => sum + part, 0n);
          if (earned !== amount.amount || months.some((part) => part < 0n))
            expect({ zone, day, index, months }).toEqual({ zone, day, index, months: amount.amount });
          periods += 1;
        }
        expect(indexStartingAt(path, instants, new Date(boundary(instants, interval, PERIODS)))).toBe(
          PERIODS,
        );
        const told = addCivilDays(instants.anchor, -7, zone);
        expect({ zone, day, before: shown(instants.anchor) - shown(told) }).toEqual({ zone, day, before: 7 });
      }
    }
    expect(periods).toBe(zones.length * Math.ceil(EIGHT_YEARS / EVERY) * PERIODS);
  },
  600_000,
);
