import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { Instant, Locale, Title, Zone } from './shapes.ts';

export const Role = z.enum(['reader', 'finance', 'editor', 'admin']);

export const SessionToken = z.object({ sessionToken: z.string().max(400) });

const OwnSession = z.object({
  id: z.uuid(),
  /** Null when the browser did not say. */
  device: z.string().nullable(),
  startedAt: Instant,
  expiresAt: Instant,
  /** Whether it is the session that asks. */
  current: z.boolean(),
});

/** What an account's owner does with it, by the session that the site holds for them. */
export const identityAccount = {
  listSessions: endpoint({
    method: 'post',
    path: '/v1/sessions/current/list',
    summary: 'Every open session of the account that a session belongs to, newest first.',
    caller: 'service',
    body: z.strictObject(SessionToken.shape),
    status: 200,
    answer: z.object({ data: z.array(OwnSession) }),
    problems: ['session-ended'],
  }),
  endOtherSessions: endpoint({
    method: 'post',
    path: '/v1/sessions/current/end-others',
    summary: 'Ends one other session of the account, or all others. A repeat does nothing.',
    caller: 'service',
    body: z.strictObject({ ...SessionToken.shape, id: z.uuid().optional() }),
    status: 200,
    answer: z.object({ ended: z.int() }),
    problems: ['session-ended'],
  }),
  exportAccount: endpoint({
    method: 'post',
    path: '/v1/sessions/current/export',
    summary: 'All that identity keeps of the account that a session belongs to.',
    caller: 'service',
    body: z.strictObject(SessionToken.shape),
    status: 200,
    answer: z.object({
      readerId: z.uuid(),
      email: z.email(),
      role: Role,
      since: Instant,
      /** What the reader has chosen, and what their browser spoke when they last signed in. */
      locale: Locale.nullable(),
      zone: Zone.nullable(),
      spokenLocale: Locale.nullable(),
      /** Ids that became part of the account. */
      merged: z.array(z.uuid()),
      sessions: z.array(OwnSession),
      /** Those that were opened in the last 545 days, also where they are over. */
      signIns: z.array(z.object({ at: Instant, device: z.string().nullable() })),
    }),
    problems: ['session-ended'],
  }),
  chooseHabits: endpoint({
    method: 'post',
    path: '/v1/sessions/current/habits',
    summary: 'How the reader wants to be spoken and written to from now on. What is left out stays.',
    caller: 'service',
    body: z.strictObject({ ...SessionToken.shape, locale: Locale.optional(), zone: Zone.optional() }),
    status: 200,
    answer: z.object({ kept: z.literal(true) }),
    problems: ['session-ended'],
  }),
  requestEmailChange: endpoint({
    method: 'post',
    path: '/v1/email-changes',
    summary:
      'Mails a link to the old and one to the new address. The answer never tells whether the new one is known.',
    caller: 'service',
    body: z.strictObject({ ...SessionToken.shape, email: z.email().max(254), title: Title.optional() }),
    status: 202,
    answer: z.object({ sent: z.literal(true) }),
    problems: ['session-ended', 'address-unchanged', 'too-many-requests'],
  }),
  confirmEmailChange: endpoint({
    method: 'post',
    path: '/v1/email-changes/confirm',
    summary: "Uses one of the two links up. With the second the account's address is changed.",
    caller: 'service',
    body: z.strictObject({ token: z.string().max(100), title: Title.optional() }),
    status: 200,
    answer: z.object({ state: z.enum(['one-left', 'changed']) }),
    problems: ['action-link-invalid', 'address-has-account'],
  }),
  requestErasure: endpoint({
    method: 'post',
    path: '/v1/erasures',
    summary: 'Mails the link with which an account is deleted.',
    caller: 'service',
    body: z.strictObject({ ...SessionToken.shape, title: Title.optional() }),
    status: 202,
    answer: z.object({ sent: z.literal(true) }),
    problems: ['session-ended', 'too-many-requests'],
  }),
  confirmErasure: endpoint({
    method: 'post',
    path: '/v1/erasures/confirm',
    summary: 'Deletes the account: needs its session and the mailed link. Announced as `reader.erased`.',
    caller: 'service',
    body: z.strictObject({ ...SessionToken.shape, token: z.string().max(100), title: Title.optional() }),
    status: 200,
    answer: z.object({ erased: z.literal(true) }),
    problems: ['session-ended', 'action-link-invalid'],
  }),
} as const;
