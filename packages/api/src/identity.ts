import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { identityAccount, Role, SessionToken } from './identity-account.ts';
import { identityMailedActions } from './identity-mailed-actions.ts';
import { identityPasskeys } from './identity-passkeys.ts';
import { identityStaff } from './identity-staff.ts';
import { Instant, limit, Locale, page, ReturnTo, Title, Zone } from './shapes.ts';

/** Who a browser's session stands for, with a short token to call the other services in the reader's name. */
export const Session = z
  .object({
    readerId: z.uuid(),
    /** A reader's for staff who have not shown their second factor in this session, or not for half a day. */
    role: Role,
    /** Where the account has a role: whether it needs a second factor set up, has yet to show it, or has. */
    secondFactor: z.enum(['none', 'unset', 'due', 'passed']).optional(),
    provisional: z.boolean(),
    /** Null for a provisional reader: the address is not verified. */
    email: z.email().nullable(),
    /** The language that the reader has chosen, such as “de-DE”, and the zone; not said where none was. */
    locale: Locale.optional(),
    zone: Zone.optional(),
    token: z.string(),
    tokenExpiresAt: Instant,
  })
  .meta({ id: 'Session' });

/** What a session was opened with, in words such as "Firefox on Linux". */
const Device = z.string().max(60);

/** What the browser speaks. Letters are written so, unless the reader has chosen. */
const Spoken = Locale.optional();

const OpenedSession = z.object({
  sessionToken: z.string(),
  expiresAt: Instant,
  returnTo: z.string(),
  readerId: z.uuid(),
});

export const identity = {
  readerKeys: endpoint({
    method: 'get',
    path: '/v1/jwks',
    summary: "The public keys that sign readers' tokens.",
    caller: 'anyone',
    status: 200,
    answer: z.object({
      keys: z.array(z.looseObject({ kid: z.string(), kty: z.literal('OKP'), crv: z.literal('Ed25519') })),
    }),
    problems: [],
  }),
  requestSignIn: endpoint({
    method: 'post',
    path: '/v1/sign-in-links',
    summary: 'Mails a link that signs in. The answer never tells whether the address is known.',
    caller: 'anyone',
    body: z.strictObject({
      email: z.email().max(254),
      returnTo: ReturnTo.default('/'),
      /** Whose sign-in page the mailed link opens. */
      app: z.enum(['site', 'finance']).default('site'),
      title: Title.optional(),
      /** How the mail is written: as the page on which it was asked for. */
      locale: Locale.optional(),
    }),
    status: 202,
    answer: z.object({
      sent: z.literal(true),
      /** For the browser that asked: with it the code in the mail signs in, without it the code is nothing. */
      attempt: z.string(),
      expiresAt: Instant,
    }),
    problems: ['too-many-requests'],
  }),
  redeemSignIn: endpoint({
    method: 'post',
    path: '/v1/sessions',
    summary: 'Uses a mailed link up and opens a session.',
    caller: 'anyone',
    body: z.strictObject({ token: z.string().max(1_000), device: Device.optional(), locale: Spoken }),
    status: 201,
    answer: OpenedSession,
    problems: ['sign-in-link-invalid'],
  }),
  redeemSignInCode: endpoint({
    method: 'post',
    path: '/v1/sign-in-codes',
    summary: 'Signs in with the code of a mail, in the browser that asked for it. Five tries.',
    caller: 'anyone',
    body: z.strictObject({
      attempt: z.string().max(100),
      code: z.string().regex(/^\d{8}$/),
      device: Device.optional(),
      locale: Spoken,
    }),
    status: 201,
    answer: OpenedSession,
    problems: ['sign-in-code-wrong', 'sign-in-link-invalid', 'too-many-requests'],
  }),
  currentSession: endpoint({
    method: 'post',
    path: '/v1/sessions/current',
    summary: 'Who a session stands for, and a reader token of five minutes.',
    caller: 'service',
    body: z.strictObject(SessionToken.shape),
    status: 200,
    answer: Session,
    problems: ['session-ended'],
  }),
  endSession: endpoint({
    method: 'post',
    path: '/v1/sessions/current/end',
    summary: 'Signs out. A repeat does nothing.',
    caller: 'service',
    body: z.strictObject(SessionToken.shape),
    status: 200,
    answer: z.object({ ended: z.literal(true) }),
    problems: [],
  }),
  endedSessions: endpoint({
    method: 'get',
    path: '/v1/sessions/ended',
    summary: 'Sessions that ended, or whose account changed, since the cursor of an earlier answer.',
    caller: 'service',
    query: z.object({
      /** Nothing at first. */
      since: z
        .string()
        .regex(/^\d{1,10}\.\d{1,18}$/)
        .optional(),
    }),
    status: 200,
    answer: z.object({
      /** SHA-256 of their tokens, in base64url. Some come twice. */
      data: z.array(z.string()),
      cursor: z.string(),
      /** False where it may be any session: at first, after a restore, and when they are too many. */
      isComplete: z.boolean(),
    }),
    problems: [],
  }),
  ...identityAccount,
  ...identityPasskeys,
  ...identityMailedActions,
  ...identityStaff,
  createProvisionalReader: endpoint({
    method: 'post',
    path: '/v1/provisional-readers',
    summary:
      'A new reader id for an address that nobody has verified. Never tells whether the address is known.',
    caller: 'service',
    body: z.strictObject({ email: z.email().max(254), locale: Spoken }),
    status: 201,
    answer: z.object({ readerId: z.uuid() }),
    problems: [],
  }),
  openProvisionalSession: endpoint({
    method: 'post',
    path: '/v1/provisional-readers/{id}/sessions',
    summary: 'A session for this browser only, that may read and nothing else.',
    caller: 'service',
    params: z.object({ id: z.uuid() }),
    status: 201,
    answer: z.object({ sessionToken: z.string(), expiresAt: Instant }),
    problems: ['reader-not-found', 'reader-already-verified'],
  }),
  contact: endpoint({
    method: 'get',
    path: '/v1/readers/{id}/contact',
    summary: 'Where to write to a reader. For mail alone.',
    caller: 'service',
    params: z.object({ id: z.uuid() }),
    status: 200,
    answer: z.object({
      readerId: z.uuid(),
      email: z.email(),
      verified: z.boolean(),
      locale: z.string(),
      zone: z.string(),
    }),
    problems: ['reader-not-found'],
  }),
  verifiedDomains: endpoint({
    method: 'post',
    path: '/v1/readers/{id}/verified-domains',
    summary:
      'In which of these domains a reader has a verified address. For entitlement, which learns no address.',
    caller: 'service',
    params: z.object({ id: z.uuid() }),
    body: z.strictObject({ domains: z.array(z.string().max(253)).max(1_000) }),
    status: 200,
    answer: z.object({ domains: z.array(z.string()) }),
    problems: [],
  }),
  createSignInLink: endpoint({
    method: 'post',
    path: '/v1/readers/{id}/sign-in-links',
    summary: 'A link for a mail that verifies the address and signs in. Single use.',
    caller: 'service',
    params: z.object({ id: z.uuid() }),
    body: z.strictObject({
      returnTo: ReturnTo,
      title: Title.optional(),
    }),
    status: 201,
    answer: z.object({ url: z.url(), expiresAt: Instant }),
    problems: ['reader-not-found'],
  }),
  findReader: endpoint({
    method: 'get',
    path: '/v1/readers',
    summary: 'Finds a reader by address or id, for staff.',
    caller: 'finance',
    query: z.object({ email: z.email().optional(), id: z.uuid().optional() }),
    status: 200,
    answer: page(z.object({ readerId: z.uuid(), email: z.email(), role: Role, verified: z.boolean() })),
    problems: [],
  }),
  readersSignIns: endpoint({
    method: 'get',
    path: '/v1/readers/{id}/sign-ins',
    summary:
      "When a reader's browsers were let in, newest first: for billing, which answers a dispute with it.",
    caller: 'service',
    params: z.object({ id: z.uuid() }),
    query: z.object({
      after: z
        .string()
        .regex(/^\d{1,18}$/)
        .optional(),
      limit,
    }),
    status: 200,
    answer: page(z.object({ at: Instant, device: z.string().nullable() })),
    problems: [],
  }),
  /** Staff accounts are made by an administrator, never by sign-up. */
  createAccount: endpoint({
    method: 'post',
    path: '/v1/accounts',
    summary: 'Makes an account with a role, or changes its role. A repeat answers the same.',
    caller: 'admin',
    body: z.strictObject({ email: z.email().max(254), role: Role }),
    status: 201,
    answer: z.object({ readerId: z.uuid(), role: Role }),
    problems: [],
  }),
  announceAll: endpoint({
    method: 'post',
    path: '/v1/announcements',
    summary: "Says every reader's present state again.",
    caller: 'admin',
    status: 202,
    answer: z.object({ announced: z.int() }),
    problems: [],
  }),
} as const;
