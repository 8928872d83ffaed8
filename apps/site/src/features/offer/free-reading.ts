import { formatTime } from '@gatefold/ui/time';
import type { WallWords } from './wall-words.ts';

export type Meter = {
  readonly used: number;
  readonly of: number;
  readonly ofRegistered: number;
  readonly resetsAt: string;
};

type Habits = { readonly zone: string; readonly locale: string };

/** Why somebody without a subscription reads this; null for everyone else. */
export function freeReading(reason: string, meter: Meter | undefined, habits: Habits): string | null {
  if (reason === 'gift-link') return 'A subscriber has given you this article.';
  if (reason !== 'meter' || meter === undefined) return null;
  const day = dayOf(meter.resetsAt, habits);
  const left = meter.of - meter.used;
  const next = left > 0 ? '' : ` That was the last one until ${day}.`;
  return `You have read ${meter.used} of ${meter.of} free articles of this month.${next}`;
}

/** The wall of one whose month is used up: what a sign-in adds, else what a subscription does, and when it begins again. */
export function usedUp(meter: Meter, isSignedIn: boolean, habits: Habits): WallWords {
  const day = dayOf(meter.resetsAt, habits);
  const used = `You have read your ${meter.of} free articles of this month; on ${day} it begins again.`;
  const more = meter.ofRegistered - meter.of;
  if (isSignedIn || more <= 0)
    return {
      kicker: 'For subscribers',
      title: null,
      says: `${used} The rest of this one is for subscribers.`,
      action: 'subscribe',
    };
  return {
    kicker: 'Free for registered readers',
    title: `Read ${more} more with your e-mail address`,
    says: `${used} Registered readers have ${meter.ofRegistered} a month. It costs nothing: we mail you a link, and you read on where you are.`,
    action: 'sign-in',
  };
}

const dayOf = (instant: string, { zone, locale }: Habits): string =>
  formatTime(new Date(instant), { zone, locale, precision: 'day' });
