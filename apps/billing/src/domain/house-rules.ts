import type { CardExpiring } from './card-expiring.ts';
import type { MoneyBack } from './ending.ts';
import type { SaveOfferRules } from './phase-policy.ts';
import type { RenewalReminders } from './renewal-reminder.ts';

/** A publisher's own limits, as data. */
export type HouseRules = {
  /** How long one pause may last, from the end of what is paid for, and how many may begin in 365 days. */
  readonly pause: { readonly longestDays: number; readonly perYear: number };
  /** Shown to one who has cancelled at the list price. */
  readonly saveOffer: SaveOfferRules;
  /** Which offer one who left may come back with, and how long after the end. */
  readonly winBack: { readonly offer: string | null; readonly afterDays: number };
  /** How long before it begins a new list price is told. */
  readonly priceRise: { readonly noticeDays: number };
  readonly renewalReminder: RenewalReminders;
  readonly cardExpiring: CardExpiring;
  /**
   * Withdrawing from the contract: within so many days of the purchase, with all that was paid given back, or
   * the part that is not used.
   */
  readonly withdrawal: { readonly days: number; readonly refund: 'full' | 'unused' };
  /** What money that goes back does to the subscription, by reason. */
  readonly moneyBack: MoneyBack;
  /** What is offered instead to those who had the introduction of an offer, and for how long that is remembered. */
  readonly introOnce: { readonly instead: Readonly<Record<string, string>>; readonly keptDays: number };
};

/** What goes for a publisher who says nothing else. */
export const usualRules: HouseRules = {
  pause: { longestDays: 84, perYear: 2 },
  saveOffer: { charges: 3, percent: 60, everyDays: 365 },
  winBack: { offer: null, afterDays: 14 },
  priceRise: { noticeDays: 30 },
  // Card networks ask for a word three to seven days before; who wants it earlier is told earlier.
  renewalReminder: { daysBefore: [7], countries: {} },
  cardExpiring: { noticeDays: 30 },
  withdrawal: { days: 14, refund: 'full' },
  moneyBack: {
    keepsAfterFullRefund: ['goodwill'],
    endsWhenDisputed: ['subscription_canceled'],
    holdsWhileDisputed: true,
  },
  introOnce: { instead: {}, keptDays: 1_095 },
};
