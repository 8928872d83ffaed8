import { isId } from '@gatefold/kernel';

export type Found = {
  readonly kind:
    | 'subscription'
    | 'charge'
    | 'refund'
    | 'gift'
    | 'checkout'
    | 'case'
    | 'request'
    | 'event'
    | 'ledger-entry';
  readonly id: string;
  readonly readerId: string | null;
  readonly subscriptionId: string | null;
  readonly at: string | null;
  readonly eventId: string | null;
};

export const kindWords: Readonly<Record<Found['kind'], string>> = {
  subscription: 'Subscription',
  charge: 'Charge',
  refund: 'Refund',
  gift: 'Gift',
  checkout: 'Visit to the checkout',
  case: 'Case',
  request: 'Request',
  event: 'Event',
  'ledger-entry': 'Entry in the books',
};

/** Where it is shown; null for what no page shows, such as a checkout that nobody has finished. */
export function pageOf({ kind, id, readerId, subscriptionId, at, eventId }: Found): string | null {
  if (kind === 'case') return `/cases/${id}`;
  if (kind === 'gift') return `/gifts/${id}`;
  if (kind === 'request') return `/requests/${id}`;
  if (eventId !== null) return `/events/${eventId}`;
  if (readerId !== null)
    return subscriptionId === null
      ? `/readers/${readerId}`
      : `/readers/${readerId}#subscription-${subscriptionId}`;
  return kind === 'ledger-entry' && at !== null ? `/periods/${at.slice(0, 7)}` : null;
}

/** Ids and numbers that are of one subscription, whatever else carries them. */
const isOfSubscription = (text: string): boolean =>
  /^(?:sub|cus)_|^\w{4}-\w{4}-\w{4}(?:-(?:c\d+|w))?$/i.test(text);

/**
 * The one page to which an id leads: of what has it as its own, of its reader, or of all that carries it. Null where
 * a person must choose.
 */
export function onlyPage(text: string, found: readonly Found[], isReader: boolean): string | null {
  const id = text.toLowerCase();
  const itself = found.find((one) => one.id === id);
  if (itself !== undefined) return pageOf(itself);
  if (isId(id) && (isReader || found.some(({ readerId }) => readerId === id))) return `/readers/${id}`;
  return isOfSubscription(text) ? pageOfHeld(found) : onlyPageOf(found);
}

const onlyPageOf = (found: readonly Found[]): string | null => {
  const pages = new Set(found.map(pageOf));
  return pages.size === 1 ? ([...pages][0] ?? null) : null;
};

/** What is sold under a number, or its buyer where that is several things; news of it is not asked for by its number. */
function pageOfHeld(found: readonly Found[]): string | null {
  const held = found.filter(({ kind }) => kind === 'subscription' || kind === 'gift');
  if (held.length === 0) return onlyPageOf(found);
  const [reader, ...others] = new Set(held.map(({ readerId }) => readerId));
  return onlyPageOf(held) ?? (reader && others.length === 0 ? `/readers/${reader}` : null);
}
