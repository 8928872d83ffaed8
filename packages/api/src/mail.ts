import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { delivery } from './mail-delivery.ts';
import { newsletters } from './mail-newsletters.ts';
import { Instant, limit, Locale, page, Title } from './shapes.ts';

export const mail = {
  ...newsletters,
  ...delivery,
  sendSignInLink: endpoint({
    method: 'post',
    path: '/v1/sign-in-mails',
    summary: 'Sends a sign-in link. A repeat with the same id sends nothing.',
    caller: 'service',
    body: z.strictObject({
      id: z.uuid(),
      email: z.email().max(254),
      url: z.url(),
      expiresAt: Instant,
      /** For a browser on another device; eight digits. */
      code: z
        .string()
        .regex(/^\d{8}$/)
        .optional(),
      title: Title.optional(),
      locale: Locale.optional(),
    }),
    status: 202,
    answer: z.object({ accepted: z.literal(true) }),
    problems: [],
  }),
  sendAccountMail: endpoint({
    method: 'post',
    path: '/v1/account-mails',
    summary:
      'Sends a link that does one thing to an account, or says that it is done. A repeat sends nothing.',
    caller: 'service',
    body: z.strictObject({
      id: z.uuid(),
      email: z.email().max(254),
      about: z.enum([
        'email-change-old',
        'email-change-new',
        'email-changed',
        'erasure',
        'erased',
        'passkey-added',
        'second-factor-added',
        'second-factor-reset',
        'backup-code-used',
      ]),
      url: z.url(),
      expiresAt: Instant,
      title: Title.optional(),
      locale: Locale.optional(),
    }),
    status: 202,
    answer: z.object({ accepted: z.literal(true) }),
    problems: [],
  }),
  sendSeatInvitation: endpoint({
    method: 'post',
    path: '/v1/seat-invitations',
    summary: 'Sends an invitation to a seat in a group. A repeat with the same id sends nothing.',
    caller: 'service',
    body: z.strictObject({
      id: z.uuid(),
      email: z.email().max(254),
      /** What the group is called; empty where nobody has said. */
      group: z.string().max(100),
      invitation: z.string().max(200),
      /** To which the seat belongs. */
      title: Title.optional(),
    }),
    status: 202,
    answer: z.object({ accepted: z.literal(true) }),
    problems: [],
  }),
  sendSeatTaken: endpoint({
    method: 'post',
    path: '/v1/seat-news',
    summary: 'Tells whoever pays for a group that a seat was taken. A repeat with the same id sends nothing.',
    caller: 'service',
    body: z.strictObject({
      id: z.uuid(),
      readerId: z.uuid(),
      group: z.string().max(100),
      title: Title.optional(),
    }),
    status: 202,
    answer: z.object({ accepted: z.literal(true) }),
    problems: [],
  }),
  listMessages: endpoint({
    method: 'get',
    path: '/v1/messages',
    summary: 'What was sent to a reader, newest first.',
    caller: 'finance',
    query: z.object({ readerId: z.uuid(), after: z.uuid().optional(), limit }),
    status: 200,
    answer: page(
      z.object({
        id: z.uuid(),
        kind: z.string(),
        status: z.enum(['due', 'sending', 'sent', 'uncertain', 'failed']),
        dueAt: Instant,
        sentAt: Instant.nullable(),
      }),
    ),
    problems: [],
  }),
} as const;
