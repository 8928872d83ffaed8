import type { Language } from '@gatefold/words';

/** What entitlement said of a reading, and what content says of its article. */
export type Reading = {
  readonly slug: string;
  readonly article: string;
  readonly reason: string;
  readonly isMetered: boolean;
};

/** Told by the parts of a page while it is made: of which reading it is, or that it is like no other. */
export type Keeping = {
  /** Of what was known when the request came, so that nothing newer is ever taken for part of the page. */
  readonly edition: number;
  as(reading: Reading): void;
  never(): void;
  /** Null for a page that is not kept. */
  reading(): Reading | null;
};

export function keepingAt(edition: number): Keeping {
  let kept: Reading | null = null;
  let isOwn = false;
  return {
    edition,
    as: (reading) => void (kept = reading),
    never: () => void (isOwn = true),
    reading: () => (isOwn ? null : kept),
  };
}

/** What is granted by what a reader holds. */
const held: ReadonlySet<string> = new Set(['subscription', 'gift', 'comp', 'group']);
const open: ReadonlySet<string> = new Set(['free', 'registered']);
const closed: ReadonlySet<string> = new Set([
  ...['not-signed-in', 'no-plan', 'ended', 'wrong-plan'],
  ...['not-open-yet', 'closed'],
]);

export const isHeld = (reason: string): boolean => held.has(reason);

/**
 * Whether the next such reading has the same page. What is counted, given by a link or opened by an address is one
 * reader's; whose payment is in trouble is told so at each page.
 */
export const mayBeKept = ({ reason, isMetered }: Reading): boolean =>
  held.has(reason) || (!isMetered && (open.has(reason) || closed.has(reason)));

export type Variant = {
  readonly slug: string;
  readonly language: Language;
  readonly zone: string;
  readonly isSignedIn: boolean;
  readonly reason: string;
};

export const keyOf = ({ slug, language, zone, isSignedIn, reason }: Variant): string =>
  `${slug} ${reason} ${isSignedIn ? 'reader' : 'guest'} ${language} ${zone}`;
