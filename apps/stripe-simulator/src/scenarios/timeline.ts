import type Stripe from 'stripe';

type Told = Readonly<Record<string, unknown>>;

/** A line of a timeline: the event, and the amount or status that it tells of. */
export function told({ type, data }: Stripe.Event): string {
  const object = data.object as unknown as Told;
  const detail = detailOf(String(object['object']), object);
  return detail === null ? type : `${type} ${detail}`;
}

function detailOf(kind: string, object: Told): string | null {
  switch (kind) {
    case 'invoice':
      return `${object['status']} ${object['amount_due']}`;
    case 'charge':
    case 'payment_intent':
    case 'refund':
    case 'dispute':
      return `${object['status']} ${object['amount']}`;
    case 'subscription':
      return String(object['status']);
    case 'invoice_payment':
      return `${object['status']} ${object['amount_paid']}`;
    default:
      return null;
  }
}

const bindings = ['customer', 'charge', 'payment_intent', 'invoice', 'subscription'] as const;

/**
 * Picks the events of one customer out of those of everybody.
 *
 * Not every object names its customer: a dispute names a charge. So whatever an event of the customer
 * is about counts from then on as theirs.
 */
export function eventsOf(ours: Set<string>, events: readonly Stripe.Event[]): Stripe.Event[] {
  return events.filter(({ data }) => {
    const object = data.object as unknown as Told;
    const isOurs = [object['id'], ...bindings.map((name) => object[name])].some(
      (id) => typeof id === 'string' && ours.has(id),
    );
    if (isOurs && typeof object['id'] === 'string') ours.add(object['id']);
    return isOurs;
  });
}
