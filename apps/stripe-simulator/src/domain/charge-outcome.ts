import type { Decline } from './cards.ts';

const scores = { blocked: 90, elevated: 68, highest: 82, normal: 12 } as const;

/** What the fraud check and the bank said to a charge. */
export const outcomeOf = (decline: Decline | null, risk: keyof typeof scores) => ({
  advice_code: null as 'do_not_try_again' | 'try_again_later' | null,
  network_advice_code: null,
  network_decline_code: null,
  network_status: 'approved_by_network',
  reason: null as string | null,
  risk_level: risk === 'blocked' ? 'highest' : risk,
  risk_score: scores[risk],
  seller_message: 'Payment complete.',
  type: 'authorized',
  ...(decline === null ? {} : declinedOutcome(decline)),
  ...(decline === null || !isBlocked(risk) ? {} : blockedOutcome),
});

const declinedOutcome = ({ hard, declineCode, code }: Decline) => ({
  advice_code: hard ? ('do_not_try_again' as const) : ('try_again_later' as const),
  network_status: 'declined_by_network',
  reason: declineCode ?? code,
  seller_message: 'The bank declined the payment.',
  type: 'issuer_declined',
});

/** Stripe's fraud check said no before any bank was asked. */
const blockedOutcome = {
  network_status: 'not_sent_to_network',
  reason: 'highest_risk_level',
  seller_message: 'Stripe blocked this payment as too risky.',
  type: 'blocked',
};

const isBlocked = (risk: string): boolean => risk === 'blocked' || risk === 'highest';
