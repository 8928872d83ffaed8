import { isId, addCivilDays, DAY, HOUR, plus, startOfDay } from '@gatefold/kernel';
import { z } from 'zod';
import type { PlainKey } from '../../words/voice.ts';

export type GiftErrors = {
  readonly email?: PlainKey;
  readonly to?: PlainKey;
  readonly from?: PlainKey;
  readonly message?: PlainKey;
  readonly sendOn?: PlainKey;
  readonly form?: PlainKey;
};

/** As it stands in the form; kept when something is missing. */
export type TypedGift = {
  readonly email: string;
  readonly to: string;
  readonly from: string;
  readonly message: string;
  /** A day, such as 2026-12-24; empty for at once. */
  readonly sendOn: string;
  readonly offer: string;
  readonly attempt: string | null;
};

export type GiftOrder = {
  /** Null for a reader who is signed in. */
  readonly email: string | null;
  readonly to: string;
  readonly from: string;
  readonly message: string;
  /** Null for at once. */
  readonly sendAt: Date | null;
  readonly offer: string;
  /** One form as it was shown: sent twice, it is one gift. */
  readonly attempt: string;
};

export type GiftInput =
  | { readonly complete: true; readonly value: GiftOrder; readonly typed: TypedGift }
  | { readonly complete: false; readonly errors: GiftErrors; readonly typed: TypedGift };

const Email = z.email().max(254);
const LONGEST = 500;
/** At nine in the morning, as people there count. */
const SENT_AT = 9 * HOUR;
const MOST_DAYS = 365;

type Asked = { readonly needsEmail: boolean; readonly now: Date; readonly zone: string };

/** What the form of a gift sent. What is missing is named next to its field, and what was typed is kept. */
export function readGift(form: FormData, { needsEmail, now, zone }: Asked): GiftInput {
  const typed = typedIn(form);
  const sendAt = dayOf(typed.sendOn, now, zone);
  const errors = errorsIn(typed, { needsEmail, isDayWrong: sendAt === 'wrong' });
  if (typed.attempt === null || sendAt === 'wrong' || Object.keys(errors).length > 0)
    return { complete: false, errors, typed };
  const { to, from, message, offer, attempt } = typed;
  const email = needsEmail ? typed.email : null;
  return { complete: true, value: { email, to, from, message, sendAt, offer, attempt }, typed };
}

type Checked = { readonly needsEmail: boolean; readonly isDayWrong: boolean };

function errorsIn(typed: TypedGift, { needsEmail, isDayWrong }: Checked): GiftErrors {
  const wrong: Record<keyof GiftErrors, PlainKey | false> = {
    email: needsEmail && !Email.safeParse(typed.email).success && 'order.bad-email',
    to: !Email.safeParse(typed.to).success && 'order.bad-email',
    from: typed.from === '' && 'gift.no-name',
    message: typed.message.length > LONGEST && 'gift.too-long',
    sendOn: isDayWrong && 'gift.bad-day',
    form: typed.attempt === null && 'order.incomplete',
  };
  return Object.fromEntries(Object.entries(wrong).filter(([, says]) => says !== false));
}

function typedIn(form: FormData): TypedGift {
  const field = (name: string): string => {
    const value = form.get(name);
    return typeof value === 'string' ? value.trim() : '';
  };
  return {
    email: field('email').slice(0, 300),
    to: field('to').slice(0, 300),
    from: field('from').slice(0, 80),
    message: field('message').slice(0, 2 * LONGEST),
    sendOn: field('sendOn').slice(0, 20),
    offer: field('offer').slice(0, 60),
    attempt: isId(field('attempt')) ? field('attempt') : null,
  };
}

/** Null for today, or where no day was given: at once. */
function dayOf(day: string, now: Date, zone: string): Date | null | 'wrong' {
  if (day === '') return null;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(Date.parse(day))) return 'wrong';
  const days = Math.round((Date.parse(day) - Date.parse(dayIn(now, zone))) / DAY);
  if (days < 0 || days > MOST_DAYS) return 'wrong';
  return days === 0 ? null : plus(addCivilDays(startOfDay(now, zone), days, zone), SENT_AT);
}

/** The calendar day of an instant, as a date field writes it. */
export const dayIn = (instant: Date, zone: string): string =>
  new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(instant);
