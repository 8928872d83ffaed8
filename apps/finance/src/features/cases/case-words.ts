export type Case = {
  readonly id: string;
  readonly kind: string;
  readonly subject: string;
  readonly subscriptionId: string | null;
  readonly facts: Readonly<Record<string, string | null>>;
  readonly suggestion: string;
  readonly openedAt: string;
  readonly takenBy: string | null;
  readonly takenAt: string | null;
  readonly closedBy: string | null;
  readonly closedAt: string | null;
  readonly resolution: string | null;
};

export const kinds: Readonly<Record<string, string>> = {
  'draft-differs': 'A charge held: another sum than promised',
  'unplanned-invoice': 'An invoice that nobody planned',
  'amount-differs': 'Charged another sum than promised',
  'second-invoice-for-period': 'A period invoiced twice',
  'refund-failed': 'A refund that did not arrive',
  'dispute-opened': 'A disputed payment',
  'call-refused': 'Stripe said no',
  'unknown-balance-transaction': 'Money that nobody knows',
  'foreign-balance-transaction': 'Money of no reader',
  'webhook-endpoint-off': 'A system that is told nothing any more',
  'intro-repeated': 'An introduction had before',
  'paid-elsewhere': 'Days paid for elsewhere',
  'outside-to-return': 'To give back outside of Stripe',
  'collection-paused': 'Payments paused at Stripe',
};

/** A kind that came after these pages goes by its name. */
export const kindWords = (kind: string): string => kinds[kind] ?? kind;

/** Where what it is about is shown. */
export const subjectHref = ({ kind, subject }: Pick<Case, 'kind' | 'subject'>): string =>
  kind === 'webhook-endpoint-off' ? `/webhooks/${subject}` : `/search?q=${encodeURIComponent(subject)}`;

export const stateOf = ({ closedAt, takenBy }: Pick<Case, 'closedAt' | 'takenBy'>) =>
  closedAt !== null
    ? ({ words: 'settled', tone: 'ok' } as const)
    : takenBy === null
      ? ({ words: 'open', tone: 'bad' } as const)
      : ({ words: 'seen to', tone: 'warn' } as const);
