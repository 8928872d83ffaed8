import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { entitlementGroups } from './entitlement-groups.ts';
import { Answer, ArticleRule, Comp, Explanation, GiftLink, Grant, Rebuild } from './entitlement-shapes.ts';
import { Instant, page, Revision } from './shapes.ts';

/** Upper case is the same id; what comes after the edge knows lower case only. */
const Id = z.uuid().toLowerCase();

const Question = z.object({
  /** Left out by a service for a visitor who is not signed in, and by a reader who asks for themselves. */
  reader: Id.optional(),
  feature: z.string().max(60).optional(),
  /** Id or slug. */
  article: z.string().max(200).optional(),
  publication: z.string().max(60).optional(),
  /** Another instant than now; of a past one in hindsight. */
  at: Instant.optional(),
  /** Waits, for a bounded time, until this write of billing is known. */
  atLeast: Revision.optional(),
  /** A gift link's token, which counts where everything else says no. An answer by it uses up one opening. */
  giftLink: z.string().max(200).optional(),
  /**
   * The token that a visitor's browser kept, or an empty text where there is none: the article may be counted. What
   * is metered is then opened where everything else says no, some times a month.
   */
  meter: z.string().max(200).optional(),
  /** The network address from which is read: an institution's readers need no account. Never kept. */
  address: z.string().max(45).optional(),
});

const Reason = z.string().trim().min(3).max(300);

export const entitlement = {
  ...entitlementGroups,
  check: endpoint({
    method: 'get',
    path: '/v1/check',
    summary: 'Whether a reader may use a feature or read an article, and why.',
    caller: 'reader',
    query: Question,
    status: 200,
    answer: Answer,
    problems: ['article-not-found', 'feature-not-found', 'question-incomplete', 'not-yet-known'],
  }),
  checkMany: endpoint({
    method: 'post',
    path: '/v1/check',
    summary: 'Up to 1,000 questions at once; answers come in the same order.',
    caller: 'reader',
    body: z.strictObject({ questions: z.array(z.strictObject(Question.shape)).min(1).max(1000) }),
    status: 200,
    answer: z.object({ answers: z.array(Answer) }),
    problems: ['article-not-found', 'feature-not-found', 'question-incomplete', 'not-yet-known'],
  }),
  readersGrants: endpoint({
    method: 'get',
    path: '/v1/readers/{id}/grants',
    summary: "A reader's whole set, as far as it is not over, with an ETag.",
    caller: 'reader',
    params: z.object({ id: Id }),
    status: 200,
    answer: page(Grant).extend({ version: z.int() }),
    problems: [],
  }),
  readersGoodwill: endpoint({
    method: 'get',
    path: '/v1/readers/{id}/goodwill',
    summary: 'When a reader who had paid could not read by our fault, and how many minutes were given back.',
    caller: 'reader',
    params: z.object({ id: Id }),
    status: 200,
    answer: page(
      z.object({
        subscriptionId: z.uuid(),
        from: Instant,
        until: Instant,
        minutes: z.int().positive(),
        eventId: z.uuid(),
      }),
    ),
    problems: [],
  }),
  readersMeter: endpoint({
    method: 'get',
    path: '/v1/readers/{id}/meter',
    summary: 'Which articles a reader was let read for free, by month, as long as that is kept.',
    caller: 'reader',
    params: z.object({ id: Id }),
    status: 200,
    answer: page(
      z.object({ publication: z.string(), monthFrom: Instant, articleId: z.uuid(), readAt: Instant }),
    ),
    problems: [],
  }),
  explain: endpoint({
    method: 'get',
    path: '/v1/readers/{id}/explain',
    summary: 'The chain behind an answer: reader, grant, event, subscription, invoice, Stripe.',
    caller: 'finance',
    params: z.object({ id: Id }),
    query: z.object({
      feature: z.string().max(60).default('articles'),
      /** Id or slug; its own rule then decides. */
      article: z.string().min(1).max(200).optional(),
      publication: z.string().max(60).optional(),
      at: Instant.optional(),
    }),
    status: 200,
    answer: Explanation,
    problems: ['article-not-found', 'feature-not-found'],
  }),
  listArticles: endpoint({
    method: 'get',
    path: '/v1/articles',
    summary: 'Articles and who may read them, by slug: the first 200 from a slug on.',
    caller: 'finance',
    query: z.object({ from: z.string().max(200).default('') }),
    status: 200,
    answer: page(ArticleRule),
    problems: [],
  }),
  latency: endpoint({
    method: 'get',
    path: '/v1/latency',
    summary: 'The last 1,000 events of billing that changed access in this process, the newest first.',
    caller: 'finance',
    status: 200,
    answer: page(
      z.object({
        /** A UUIDv7, which begins with the machine time of its birth in billing. */
        eventId: z.uuid(),
        readerId: z.uuid(),
        type: z.string(),
        /** Machine time at which it was in hand here, and at which answers followed it. */
        takenAt: Instant,
        effectiveAt: Instant,
      }),
    ).extend({
      /** When this process began. */
      since: Instant,
    }),
    problems: [],
  }),
  giveArticle: endpoint({
    method: 'post',
    path: '/v1/gift-links',
    summary:
      'Gives an article away by a link: seven days, fifty openings. A repeat answers with the same link.',
    caller: 'reader',
    body: z.strictObject({ article: z.string().min(1).max(200) }),
    status: 201,
    answer: GiftLink,
    problems: ['article-not-found', 'gift-needs-access', 'gift-links-used-up'],
  }),
  listGiftLinks: endpoint({
    method: 'get',
    path: '/v1/gift-links',
    summary: "The reader's own gift links, the newest first.",
    caller: 'reader',
    status: 200,
    answer: page(GiftLink),
    problems: [],
  }),
  revokeGiftLink: endpoint({
    method: 'post',
    path: '/v1/gift-links/{id}/revocation',
    summary: 'Closes a gift link of the reader’s own at once. A repeat does nothing.',
    caller: 'reader',
    params: z.object({ id: Id }),
    status: 200,
    answer: GiftLink,
    problems: ['gift-link-not-found'],
  }),
  giveComp: endpoint({
    method: 'post',
    path: '/v1/readers/{id}/comps',
    summary: 'Gives a reader features without payment, with a reason and an end. Needs an Idempotency-Key.',
    caller: 'finance',
    params: z.object({ id: Id }),
    body: z.strictObject({
      publication: z.string().min(1).max(60),
      features: z.array(z.string().max(60)).min(1).max(20),
      until: Instant,
      reason: Reason,
    }),
    status: 201,
    answer: Comp,
    problems: ['feature-not-found', 'comp-already-over', 'comp-too-long', 'comp-key-required'],
  }),
  listComps: endpoint({
    method: 'get',
    path: '/v1/readers/{id}/comps',
    summary:
      'Every comp of a reader, the newest first, with who gave it, why, and whether it was taken back.',
    caller: 'finance',
    params: z.object({ id: Id }),
    status: 200,
    answer: page(Comp),
    problems: [],
  }),
  revokeComp: endpoint({
    method: 'post',
    path: '/v1/comps/{id}/revocation',
    summary: 'Takes a comp back at once. A repeat does nothing.',
    caller: 'finance',
    params: z.object({ id: Id }),
    body: z.strictObject({ reason: Reason }),
    status: 200,
    answer: Comp,
    problems: ['comp-not-found'],
  }),
  snapshot: endpoint({
    method: 'get',
    path: '/v1/snapshot',
    summary: 'What every reader has and every article asks for, as one file with a checksum.',
    caller: 'service',
    status: 200,
    answer: z.string().meta({ format: 'binary' }),
    media: 'application/vnd.gatefold.snapshot',
    problems: ['snapshot-not-ready'],
  }),
  stream: endpoint({
    method: 'get',
    path: '/v1/stream',
    summary: 'What has changed since a snapshot, one JSON object a line, and then what changes.',
    caller: 'service',
    query: z.object({
      /** The positions of a snapshot's head, as JSON: the next offset by topic and partition. */
      from: z.string().max(20_000),
    }),
    status: 200,
    answer: z.string(),
    media: 'application/x-ndjson',
    problems: ['position-too-old', 'snapshot-not-ready'],
  }),
  rebuild: endpoint({
    method: 'post',
    path: '/v1/rebuilds',
    summary: 'Makes every set anew out of all that billing ever said; what is right stays as it is.',
    caller: 'admin',
    status: 202,
    answer: z.object({ rebuild: Rebuild }),
    problems: [],
  }),
  rebuildProgress: endpoint({
    method: 'get',
    path: '/v1/rebuilds',
    summary: 'How far the last rebuild of this process has come.',
    caller: 'admin',
    status: 200,
    answer: z.object({ rebuild: Rebuild.nullable() }),
    problems: [],
  }),
  announceAll: endpoint({
    method: 'post',
    path: '/v1/announcements',
    summary: "Says every reader's present set again.",
    caller: 'admin',
    status: 202,
    answer: z.object({ announced: z.int() }),
    problems: [],
  }),
} as const;
