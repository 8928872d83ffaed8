import type { AccessAnswer } from './answer.ts';
import type { Holding } from './project.ts';
import type { SubscriptionFact } from './subscription-fact.ts';

export type Step = {
  readonly step: string;
  readonly id: string | null;
  readonly at: Date | null;
  readonly says: string;
};

type Case = {
  readonly readerId: string;
  readonly answer: AccessAnswer;
  /** What each of the reader's subscriptions gave at the asked instant; null for one that had settled nothing. */
  readonly subscriptions: readonly { readonly newest: SubscriptionFact; readonly holding: Holding | null }[];
  /** The account that this reader's id was merged into. */
  readonly mergedInto: string | null;
};

/**
 * The chain behind an answer, from the reader down to the Stripe object; for a no as well.
 *
 * A yes is led back to the grant that it names, a no to what the reader had last.
 */
export function explain({ readerId, answer, subscriptions, mergedInto }: Case): Step[] {
  const [last] = subscriptions.toSorted((a, b) => endOf(b) - endOf(a));
  const chosen = subscriptions.find(({ newest }) => newest.data.subscriptionId === answer.grant?.id) ?? last;
  const verdict = `${answer.granted ? 'granted' : 'denied'}: ${answer.reason}`;
  const head: Step[] = [
    { step: 'reader', id: readerId, at: null, says: `${verdict}, version ${answer.version}` },
  ];
  if (mergedInto !== null)
    head.push({
      step: 'account',
      id: mergedInto,
      at: null,
      says: 'this reader was merged into that account',
    });
  if (chosen === undefined)
    return [...head, { step: 'grant', id: null, at: null, says: 'this reader never had a subscription' }];
  return [...head, grantStep(chosen), ...evidence(chosen.holding?.evidence ?? chosen.newest)];
}

const endOf = ({ newest, holding }: Case['subscriptions'][number]): number =>
  holding?.until.getTime() ?? newest.at.getTime();

function grantStep({ newest, holding }: Case['subscriptions'][number]): Step {
  const id = newest.data.subscriptionId;
  if (holding === null) return { step: 'grant', id: null, at: null, says: 'none: nothing is settled yet' };
  const { publication, bundle, from, until, isClosed, isUnpaid } = holding;
  const end = isUnpaid ? 'unpaid' : isClosed ? 'ends' : 'renews';
  const says = `${bundle} of ${publication}, from ${from.toISOString()} until ${until.toISOString()}, ${end}`;
  return { step: 'grant', id, at: until, says };
}

function evidence({ eventId, type, at, epoch, sequence, data }: SubscriptionFact): Step[] {
  const facts = [data.phase, data.endReason, data.standing, data.intent]
    .filter((fact) => fact !== null)
    .join(', ');
  const paid = data.paidThrough === null ? 'nothing is paid' : `paid through ${data.paidThrough}`;
  return [
    { step: 'event', id: eventId, at, says: `${type} (${epoch}.${sequence}): ${facts}, ${paid}` },
    {
      step: 'subscription',
      id: data.subscriptionId,
      at: data.startedAt === null ? null : new Date(data.startedAt),
      says: `offer ${data.offer}, version ${data.offerVersion}`,
    },
    {
      step: 'invoice',
      id: data.stripeInvoiceId,
      at: null,
      says: 'the invoice that last changed what is paid for',
    },
    { step: 'stripe', id: data.stripeSubscriptionId, at: null, says: 'the subscription at Stripe' },
  ];
}
