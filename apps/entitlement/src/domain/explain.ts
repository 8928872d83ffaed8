import { earliest, latest } from '@gatefold/kernel';
import type { AccessAnswer } from './answer.ts';
import type { Comp } from './comp.ts';
import type { Holding } from './project.ts';
import type { Seat } from './seats.ts';
import { spoken } from './spoken.ts';
import type { SubscriptionFact } from './subscription-fact.ts';

export type Step = {
  readonly step: string;
  readonly id: string | null;
  readonly at: Date | null;
  readonly says: string;
};

/** What one of the reader's subscriptions gave at the asked instant; null for one that had settled nothing. */
export type Given = { readonly newest: SubscriptionFact; readonly holding: Holding | null };

/** What billing itself shows of a subscription. */
export type BillingEvidence = {
  readonly stripeCustomerId: string | null;
  readonly invoices: readonly {
    readonly stripeInvoiceId: string;
    readonly status: string;
    readonly period: { readonly from: string; readonly until: string } | null;
  }[];
};

type Case = {
  readonly readerId: string;
  readonly answer: AccessAnswer;
  readonly chosen: Given | null;
  /** The account that this reader's id was merged into. */
  readonly mergedInto: string | null;
  readonly billing: BillingEvidence | null;
  /** The comp whose grant the answer names. */
  readonly comp?: Comp | null;
  /** The seat in a group by which the reader reads, or read last; what was chosen is then what pays for the group. */
  readonly seat?: Seat | null;
};

/** The subscription that an answer goes back to: the one whose grant it names, else the one that lasted longest. */
export function chosenOf(
  subscriptions: readonly Given[],
  { grant }: Pick<AccessAnswer, 'grant'>,
): Given | null {
  const [last] = subscriptions.toSorted((a, b) => endOf(b) - endOf(a));
  return subscriptions.find(({ newest }) => newest.data.subscriptionId === grant?.id) ?? last ?? null;
}

const endOf = ({ newest, holding }: Given): number => holding?.until.getTime() ?? newest.at.getTime();

/**
 * The chain behind an answer, from the reader down to the Stripe object; for a no as well.
 *
 * A yes is led back to the grant that it names, a no to what the reader had last.
 */
export function explain(about: Case): Step[] {
  const { readerId, answer, chosen, mergedInto, billing, comp = null, seat = null } = about;
  const verdict = `${answer.granted ? 'granted' : 'denied'}: ${answer.reason}`;
  const reader: Step = {
    step: 'reader',
    id: readerId,
    at: null,
    says: `${verdict}, version ${answer.version}`,
  };
  const account: Step[] =
    mergedInto === null
      ? []
      : [{ step: 'account', id: mergedInto, at: null, says: 'this reader was merged into that account' }];
  const start = [reader, ...account];
  if (comp !== null) return [...start, ...compSteps(comp)];
  const paid = chosen === null ? [] : paidSteps(chosen, billing);
  if (seat !== null) return [...start, ...seatSteps(seat), ...paid];
  if (chosen === null)
    return [...start, { step: 'grant', id: null, at: null, says: 'this reader never had a subscription' }];
  return [...start, grantStep(chosen), ...paid];
}

function paidSteps(chosen: Given, billing: BillingEvidence | null): Step[] {
  const evidence = chosen.holding?.evidence ?? chosen.newest;
  return [...eventSteps(evidence), ...stripeSteps(evidence, billing)];
}

function seatSteps({ group, member }: Seat): Step[] {
  const { publication, bundle, features, ownerId, seats } = group;
  const ends = [member.leftAt, group.closedAt].filter((instant) => instant !== null);
  const until = latest(member.from, earliest(group.until, ...ends));
  const what = `${bundle ?? features.join(', ')} of ${publication}`;
  const span = `from ${spoken(member.from)} until ${spoken(until)}`;
  const left = member.leftAt === null ? 'held' : `given up or taken back at ${spoken(member.leftAt)}`;
  const made = ownerId === null ? 'by a contract of staff’s' : `paid for by reader ${ownerId}`;
  const closed = group.closedAt === null ? '' : `, closed at ${spoken(group.closedAt)}`;
  return [
    { step: 'grant', id: member.id, at: until, says: `${what}, ${span}` },
    { step: 'seat', id: member.id, at: member.from, says: left },
    { step: 'group', id: group.id, at: group.from, says: `${seats} seats, ${made}${closed}` },
  ];
}

function compSteps({ id, publication, features, from, until, reason, givenBy, revoked }: Comp): Step[] {
  const says = `${features.join(', ')} of ${publication}, from ${spoken(from)} until ${spoken(until)}, ends`;
  const taken: Step[] =
    revoked === null
      ? []
      : [{ step: 'revocation', id: null, at: revoked.at, says: `by ${revoked.by}: ${revoked.reason}` }];
  return [
    { step: 'grant', id, at: until, says },
    { step: 'comp', id, at: from, says: `by ${givenBy}: ${reason}` },
    ...taken,
  ];
}

function grantStep({ newest, holding }: Given): Step {
  const id = newest.data.subscriptionId;
  if (holding === null) return { step: 'grant', id: null, at: null, says: 'none: nothing is settled yet' };
  const { publication, bundle, from, until, isClosed, isUnpaid } = holding;
  const end = isUnpaid ? 'unpaid' : isClosed ? 'ends' : 'renews';
  const says = `${bundle} of ${publication}, from ${spoken(from)} until ${spoken(until)}, ${end}`;
  return { step: 'grant', id, at: until, says };
}

function eventSteps({ eventId, type, at, epoch, sequence, data }: SubscriptionFact): Step[] {
  const facts = [data.phase, data.endReason, data.standing, data.intent]
    .filter((fact) => fact !== null)
    .join(', ');
  const paid =
    data.paidThrough === null ? 'nothing is paid' : `paid through ${spoken(new Date(data.paidThrough))}`;
  return [
    { step: 'event', id: eventId, at, says: `${type} (${epoch}.${sequence}): ${facts}, ${paid}` },
    {
      step: 'subscription',
      id: data.subscriptionId,
      at: data.startedAt === null ? null : new Date(data.startedAt),
      says: `offer ${data.offer}, version ${data.offerVersion}`,
    },
  ];
}

function stripeSteps({ data }: SubscriptionFact, billing: BillingEvidence | null): Step[] {
  const { stripeInvoiceId, stripeSubscriptionId } = data;
  const invoice = billing?.invoices.find((candidate) => candidate.stripeInvoiceId === stripeInvoiceId);
  const period = invoice?.period ?? null;
  const covers =
    period === null
      ? ''
      : `, covers ${spoken(new Date(period.from))} until ${spoken(new Date(period.until))}`;
  const steps: Step[] = [
    {
      step: 'invoice',
      id: stripeInvoiceId,
      at: null,
      says: `the invoice that last changed what is paid for${invoice === undefined ? '' : `: ${invoice.status}${covers}`}`,
    },
    { step: 'stripe', id: stripeSubscriptionId, at: null, says: 'the subscription at Stripe' },
  ];
  if (billing === null)
    return [...steps, { step: 'customer', id: null, at: null, says: 'billing does not answer now' }];
  return [
    ...steps,
    { step: 'customer', id: billing.stripeCustomerId, at: null, says: 'the customer at Stripe' },
  ];
}
