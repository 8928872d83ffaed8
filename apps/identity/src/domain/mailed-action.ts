import { DAY, plus } from '@gatefold/kernel';

/** In the order in which links name them: a new one goes to the end. */
export const purposes = ['card', 'cancel', 'undo', 'resume', 'receipt', 'withdraw'] as const;
export type Purpose = (typeof purposes)[number];

/** What one link of a mail may do: one thing, to one subscription of one reader, until then. */
export type MailedAction = {
  readonly purpose: Purpose;
  readonly readerId: string;
  readonly subject: string;
  /** To the second. */
  readonly expiresAt: Date;
};

/** Two weeks: a mail about a payment is often opened at the week-end after next. */
const LIFETIME = 14 * DAY;

export const endOfLinksFrom = (now: Date): Date => plus(now, LIFETIME);

/** Whether the link is good now. What was made before `validFrom` was called back; null is nothing called back. */
export function isGood(
  { expiresAt }: MailedAction,
  { now, validFrom }: { now: Date; validFrom: Date | null },
): boolean {
  if (now >= expiresAt) return false;
  return validFrom === null || plus(expiresAt, -LIFETIME) >= validFrom;
}
