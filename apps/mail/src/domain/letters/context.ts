import type { NoticeData } from '@gatefold/events';
import type { Say } from '@gatefold/words';
import type { MailedLinks, Purpose } from '../mailed-links.ts';
import type { Words } from '../words.ts';

/** What stands on the card of a gift, asked of billing when the letter is written. */
export type GiftCard = {
  readonly name: string;
  readonly from: string;
  readonly message: string;
  /** Null for one that can be taken no more. */
  readonly code: string | null;
  readonly sendAt: string;
  readonly expiresAt: string | null;
  readonly until: string | null;
  /** Whether the reader's own subscription goes on behind it. */
  readonly goesOn: boolean;
};

/** All that a letter about a subscription may use. */
export type Context = {
  readonly facts: NoticeData['facts'];
  readonly words: Words;
  /** In the reader's language. */
  readonly say: Say;
  /** The newspaper's name. */
  readonly publication: string;
  readonly siteUrl: string;
  /** Verifies the address and signs in; only the confirmation of a purchase has one. */
  readonly signInUrl: string | null;
  /** Each does one thing without a sign-in, for two weeks. */
  readonly links: MailedLinks;
  /** Only letters about gifts have one. */
  readonly gift: GiftCard | null;
};

/** Two screens, no reason asked; needs no other page to be found. */
export const cancelUrl = (context: Pick<Context, 'siteUrl' | 'links'>): string =>
  linkTo(context, 'cancel', '/account/cancel');

/** The link that does it without a sign-in; else the page of the account on which it is done. */
export const linkTo = (
  { siteUrl, links }: Pick<Context, 'siteUrl' | 'links'>,
  purpose: Purpose,
  page = '/account',
): string => links[purpose] ?? `${siteUrl}${page}`;

export const accountUrl = ({ siteUrl }: Pick<Context, 'siteUrl'>): string => `${siteUrl}/account`;

/** An amount in words, or null when billing did not give one. */
export const moneyOf = ({ words }: Context, money: Context['facts']['amount']): string | null =>
  money === null ? null : words.money(money);

export const instantOf = ({ words }: Context, iso: string | null): string | null =>
  iso === null ? null : words.instant(iso);

/** `$9 on 1 March 2026 at …`, as much of it as is known. */
export function chargeOf(
  context: Context,
  money: Context['facts']['amount'],
  iso: string | null,
): string | null {
  const amount = moneyOf(context, money);
  const instant = instantOf(context, iso);
  if (amount === null) return null;
  if (instant === null) return amount;
  return context.say({ en: '{amount} on {instant}', de: '{amount} am {instant}' }, { amount, instant });
}
