import type { Grant } from '@gatefold/access';
import { DAY, isId, plus } from '@gatefold/kernel';
import type { AccessAnswer } from './answer.ts';
import { refuse } from './refusals.ts';

/** One article, for whoever has the link, for some days and some openings. */
export type GiftLink = {
  readonly id: string;
  readonly giverId: string;
  readonly articleId: string;
  readonly publication: string;
  readonly from: Date;
  /** Exclusive. */
  readonly until: Date;
  readonly opens: number;
  readonly mostOpens: number;
  readonly revokedAt: Date | null;
};

const LASTS = 7 * DAY;
const MOST_OPENS = 50;
const MOST_LINKS = 10;
/** In which ten links may be given. */
export const WINDOW = 30 * DAY;

type Gift = {
  readonly id: string;
  readonly giverId: string;
  readonly article: { readonly id: string; readonly publication: string };
  /** Whether the giver may read it. */
  readonly answer: Pick<AccessAnswer, 'granted' | 'grant'>;
  readonly now: Date;
};

/**
 * The link by which a reader gives an article away; the one that is still good where there is one.
 *
 * `given` is what the reader has given in thirty days. Refuses with `gift-needs-access` where the giver reads the
 * article by no grant of their own (what is free needs no gift), and with `gift-links-used-up` after ten.
 */
export function giveArticle(
  { id, giverId, article, answer, now }: Gift,
  given: readonly GiftLink[],
): GiftLink {
  if (!answer.granted || answer.grant === null) throw refuse('gift-needs-access');
  const known = given.find((link) => link.articleId === article.id && isOpen(link, now));
  if (known !== undefined) return known;
  if (given.length >= MOST_LINKS) throw refuse('gift-links-used-up');
  return {
    id,
    giverId,
    articleId: article.id,
    publication: article.publication,
    from: now,
    until: plus(now, LASTS),
    opens: 0,
    mostOpens: MOST_OPENS,
    revokedAt: null,
  };
}

const isOpen = ({ until, opens, mostOpens, revokedAt }: GiftLink, now: Date): boolean =>
  now < until && opens < mostOpens && revokedAt === null;

/** The noes that a gift turns into a yes. The article's own dates are nobody's to give away. */
const overcome: readonly AccessAnswer['reason'][] = [
  'not-signed-in',
  'no-plan',
  'ended',
  'payment-problem',
  'wrong-plan',
  'meter-used-up',
];

export const mayBeOvercome = ({ granted, reason }: AccessAnswer): boolean =>
  !granted && overcome.includes(reason);

/** The answer with the gift. Nobody keeps it, since it was used up. */
export function openedBy(link: GiftLink, answer: AccessAnswer): AccessAnswer {
  const grant: Grant = {
    id: link.id,
    publication: link.publication,
    features: [],
    source: 'gift-link',
    from: link.from,
    until: link.until,
    untilIfStale: link.until,
    version: 0,
  };
  return { ...answer, granted: true, reason: 'gift-link', grant, cacheFor: 0, endedInSilence: false };
}

/** What is signed, so that a signature for something else is none for this. */
export const textOf = (id: string): string => `gift-link ${id}`;

/** The parts of a token; null for what is none. */
export function parseToken(token: string): { id: string; signature: string } | null {
  const [id = '', signature = ''] = token.split('.');
  return isId(id) && /^[\w-]{86}$/.test(signature) ? { id, signature } : null;
}
