import { day } from './wire.ts';

/** That the account pays out by itself, once a day at midnight UTC: a setting of Stripe's Dashboard. */
export type PayoutSchedule = {
  readonly id: 'daily';
  readonly object: 'sim.payout_schedule';
  readonly created: number;
  readonly next: number;
  /** No movement from before this instant still waits to be paid out. */
  readonly from: number;
};

export const nextMidnight = (now: number): number => (Math.floor(now / day) + 1) * day;

export const daily = (now: number): PayoutSchedule => ({
  id: 'daily',
  object: 'sim.payout_schedule',
  created: now,
  next: nextMidnight(now),
  from: 0,
});
