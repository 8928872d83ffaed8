import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { Instant, Locale, page } from './shapes.ts';

const Key = z.string().regex(/^[a-z][a-z0-9-]{0,59}$/);

const Newsletter = z.object({
  key: Key,
  publication: z.string(),
  name: z.string(),
  /** What is in it. */
  about: z.string(),
  /** How often it comes. */
  rhythm: z.string(),
  /** What a reader's subscription must hold; null for one that everybody may have. */
  feature: z.string().nullable(),
});

const ReadersNewsletter = Newsletter.extend({
  /** Whether the reader has asked for it. It comes while this and `included` are true. */
  chosen: z.boolean(),
  /** Since when it is as it is; null for one that was never asked for. */
  since: Instant.nullable(),
  /**
   * Who ended it: the reader in the account or by the link of a mail, a mail server that refused it again and
   * again, or a press on “spam” in the mail program.
   */
  endedBy: z.enum(['reader', 'mailed-link', 'refused', 'complaint']).nullable(),
  /** Whether the reader may have it; null while nobody can say. */
  included: z.boolean().nullable(),
});

const text = (longest: number) => z.string().trim().min(1).max(longest);

/** An issue in one language. */
const Edition = z.strictObject({
  subject: text(150),
  /** The line that inboxes show beside the subject. */
  preview: text(200),
  opening: text(2_000).optional(),
  stories: z
    .array(
      z.strictObject({
        title: text(200),
        says: text(1_000),
        /** On the paper's own site. */
        path: z.string().regex(/^\/[a-z0-9/-]{1,300}$/),
      }),
    )
    .min(1)
    .max(40),
});

/** What an issue says, by language. Who reads another language gets the first that is there. */
export const Editions = z
  .strictObject({ en: Edition.optional(), de: Edition.optional() })
  .refine(({ en, de }) => en !== undefined || de !== undefined, 'at least one language');

const Issue = z.object({
  id: z.uuid(),
  newsletter: Key,
  acceptedAt: Instant,
  /** When the last reader's mail had been written down; null before. */
  spreadAt: Instant.nullable(),
  /** Mails by how far they are. */
  mails: z.object({ due: z.int(), sent: z.int(), failed: z.int(), uncertain: z.int() }),
});

const linkInvalid = ['newsletter-link-invalid'];
const Token = z.strictObject({ token: z.string().min(1).max(200) });

/** What the paper sends to those who asked for it, again and again. */
export const newsletters = {
  listNewsletters: endpoint({
    method: 'get',
    path: '/v1/newsletters',
    summary: 'All newsletters that there are.',
    caller: 'anyone',
    query: z.object({ locale: Locale.optional() }),
    status: 200,
    answer: page(Newsletter),
    problems: [],
  }),
  readersNewsletters: endpoint({
    method: 'get',
    path: '/v1/readers/{id}/newsletters',
    summary: 'All newsletters, and which of them a reader has asked for.',
    caller: 'reader',
    params: z.object({ id: z.uuid().toLowerCase() }),
    query: z.object({ locale: Locale.optional() }),
    status: 200,
    answer: page(ReadersNewsletter),
    problems: [],
  }),
  chooseNewsletter: endpoint({
    method: 'put',
    path: '/v1/readers/{id}/newsletters/{newsletter}',
    summary: 'Asks for a newsletter, or ends it. What is so already stays so.',
    caller: 'reader',
    params: z.object({ id: z.uuid().toLowerCase(), newsletter: Key }),
    body: z.strictObject({ chosen: z.boolean() }),
    status: 200,
    answer: z.object({ chosen: z.boolean() }),
    problems: ['newsletter-not-found', 'newsletter-not-included', 'newsletter-address-unconfirmed'],
  }),
  lookAtNewsletterLink: endpoint({
    method: 'post',
    path: '/v1/newsletter-links',
    summary: 'Which newsletter the link of a mail would end. Changes nothing.',
    caller: 'service',
    body: Token.extend({ locale: Locale.optional() }),
    status: 200,
    answer: z.object({ key: Key, name: z.string(), chosen: z.boolean() }),
    problems: linkInvalid,
  }),
  endNewsletterByLink: endpoint({
    method: 'post',
    path: '/v1/newsletter-links/end',
    summary: 'Ends the newsletter that the link of a mail names. A repeat changes nothing.',
    caller: 'service',
    body: Token,
    status: 200,
    answer: z.object({ ended: z.literal(true) }),
    problems: linkInvalid,
  }),
  sendIssue: endpoint({
    method: 'post',
    path: '/v1/newsletter-issues',
    summary:
      'Sends an issue to all who asked for it and may have it. A repeat with the same id sends nothing.',
    caller: 'editor',
    body: z.strictObject({ id: z.uuid(), newsletter: Key, editions: Editions }),
    status: 202,
    answer: z.object({ id: z.uuid() }),
    problems: ['newsletter-not-found', 'issue-differs'],
  }),
  getIssue: endpoint({
    method: 'get',
    path: '/v1/newsletter-issues/{id}',
    summary: 'How far the sending of an issue is.',
    caller: 'editor',
    params: z.object({ id: z.uuid() }),
    status: 200,
    answer: Issue,
    problems: ['issue-not-found'],
  }),
} as const;
