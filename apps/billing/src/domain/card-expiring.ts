import { addCivilDays } from '@gatefold/kernel';
import type { Card } from './seen.ts';
import { nextExpected, type CardReminder, type Subscription } from './subscription.ts';

/** How many calendar days before its card ends a reader is told, where it ends before the next charge. */
export type CardExpiring = {
  /** Null for never, as where Stripe writes to them itself. */
  readonly noticeDays: number | null;
};

type Scheduled = { readonly kind: CardReminder; readonly at: Date; readonly before: Date };

/**
 * When this reader is told that the card will be no good at the next charge: once for what is printed on it.
 *
 * The charge counts, and not the day: a card that ends in the middle of a paid year is told of then, and one that pays once
 * more before its end is told of after that. Whoever could not be told on the day is told as long as the charge
 * has not come. While something is open, the letter about that asks for another card already.
 */
export function cardReminders(
  subscription: Subscription,
  { zone, cardExpiring: { noticeDays } }: { zone: string; cardExpiring: CardExpiring },
): Scheduled[] {
  const { card, standing, steering } = subscription;
  const next = nextExpected(subscription);
  if (noticeDays === null || card === null || standing !== 'ok' || steering.pause !== null) return [];
  if (next === null || next.amount.amount <= 0n) return [];
  const endsAt = cardEndsAt(card);
  if (endsAt > next.period.from) return [];
  return [
    {
      kind: `card-expiring:${printedOn(card)}`,
      at: addCivilDays(endsAt, -noticeDays, zone),
      before: next.period.from,
    },
  ];
}

/** The first instant at which it is no good any more: it is valid to the end of the month that is printed on it. */
export const cardEndsAt = ({ expMonth, expYear }: Pick<Card, 'expMonth' | 'expYear'>): Date =>
  new Date(Date.UTC(expYear, expMonth, 1));

/** `2028-02`. */
export const printedOn = ({ expMonth, expYear }: Pick<Card, 'expMonth' | 'expYear'>): string =>
  `${expYear}-${String(expMonth).padStart(2, '0')}`;
