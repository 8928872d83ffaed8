import type { NewId } from '@gatefold/kernel';
import type { Decided } from './consequences.ts';
import { refundAll } from './ending.ts';
import type { Offer } from './offer.ts';
import { partsOf } from './sellable.ts';

/** Whether an offer begins with an introduction that one person may have once. */
export const hasIntro = ({ phases }: Pick<Offer, 'phases'>): boolean => partsOf(phases).intro !== null;

const UNDOTTED = new Set(['gmail.com', 'googlemail.com']);

/**
 * The mailbox that an address leads to, so that ada+news@ and a.da@gmail are Ada.
 *
 * Only what is known to lead to the same mailbox is taken away. Whoever is taken for somebody else all the same is
 * offered the regular price, and can ask staff.
 */
export function mailboxOf(address: string): string {
  const text = address.trim().toLowerCase();
  const at = text.lastIndexOf('@');
  if (at < 1) return text;
  const domain = text.slice(at + 1);
  const name = text.slice(0, at).split('+', 1)[0] ?? '';
  if (name === '') return text;
  return UNDOTTED.has(domain) ? `${name.replaceAll('.', '')}@gmail.com` : `${name}@${domain}`;
}

/** The same introduction was had before: the dollar goes back, it ends at once, and a person may look. */
export function endRepeatedIntro(
  decided: Decided,
  { by, newId }: { by: 'card' | 'address'; newId: NewId },
): Decided {
  const next = { ...decided.next, endingAs: 'refunded' as const };
  const { id, stripeSubscriptionId } = next;
  return {
    ...decided,
    next,
    calls: [
      ...(decided.calls ?? []),
      { kind: 'cancel-now', key: `end:${stripeSubscriptionId}`, stripeSubscriptionId },
      ...refundAll(next, newId),
    ],
    cases: [...(decided.cases ?? []), { kind: 'intro-repeated', subject: id, facts: { by } }],
  };
}
