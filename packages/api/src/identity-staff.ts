import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { Role, SessionToken } from './identity-account.ts';
import { Instant, page } from './shapes.ts';

const Code = z.string().trim().min(6).max(20);

/** A session in which the role counts; the one that asked has ended. */
const Opened = z.object({ sessionToken: z.string(), expiresAt: Instant });

const BackupCodes = z.array(z.string());

/** Those who have a role: their second factor, their rights, and what was done to them. */
export const identityStaff = {
  beginSecondFactor: endpoint({
    method: 'post',
    path: '/v1/second-factors/begin',
    summary: 'A secret for an authenticator app. It counts for nothing until its first code is given.',
    caller: 'service',
    body: z.strictObject(SessionToken.shape),
    status: 200,
    answer: z.object({
      /** What the app reads from a square picture, or by hand: an `otpauth:` address. */
      uri: z.string(),
    }),
    problems: ['session-ended', 'session-not-fresh', 'second-factor-kept', 'second-factor-due'],
  }),
  confirmSecondFactor: endpoint({
    method: 'post',
    path: '/v1/second-factors',
    summary: 'Keeps the app whose first code this is. Shows the backup codes, once. The address is told.',
    caller: 'service',
    body: z.strictObject({ ...SessionToken.shape, code: Code }),
    status: 201,
    answer: Opened.extend({ backupCodes: BackupCodes }),
    problems: [
      'session-ended',
      'session-not-fresh',
      'second-factor-kept',
      'second-factor-due',
      'second-factor-wrong',
      'too-many-requests',
    ],
  }),
  passSecondFactor: endpoint({
    method: 'post',
    path: '/v1/second-factors/pass',
    summary: 'Takes a code of the app, or a backup code, and opens a session in which the role counts.',
    caller: 'service',
    body: z.strictObject({ ...SessionToken.shape, code: Code }),
    status: 201,
    answer: Opened.extend({ backupCodesLeft: z.int() }),
    problems: [
      'session-ended',
      'second-factor-kept',
      'second-factor-due',
      'second-factor-wrong',
      'too-many-requests',
    ],
  }),
  renewBackupCodes: endpoint({
    method: 'post',
    path: '/v1/second-factors/backup-codes',
    summary: 'Ten new backup codes, shown once. The old ones are worth nothing from now on.',
    caller: 'service',
    body: z.strictObject(SessionToken.shape),
    status: 201,
    answer: z.object({ backupCodes: BackupCodes }),
    problems: ['session-ended', 'second-factor-kept', 'second-factor-due'],
  }),
  staffProvider: endpoint({
    method: 'get',
    path: '/v1/staff-sign-ins/provider',
    summary: 'The sign-in of an organisation of which staff may make use, where there is one.',
    caller: 'service',
    status: 200,
    answer: z.object({ provider: z.object({ name: z.string() }).nullable() }),
    problems: [],
  }),
  beginStaffSignIn: endpoint({
    method: 'post',
    path: '/v1/staff-sign-ins/begin',
    summary:
      'Where the organisation signs people in, and what the browser that goes there keeps until it is back.',
    caller: 'service',
    body: z.strictObject({}),
    status: 200,
    answer: z.object({ url: z.url(), ceremony: z.string(), expiresAt: Instant }),
    problems: ['staff-sign-in-off', 'temporarily-unavailable', 'too-many-requests'],
  }),
  finishStaffSignIn: endpoint({
    method: 'post',
    path: '/v1/staff-sign-ins',
    summary: 'Opens a session for whom the organisation vouches, with the role that its groups give today.',
    caller: 'service',
    body: z.strictObject({
      ceremony: z.string().max(600),
      code: z.string().max(2_000),
      state: z.string().max(200),
      issuer: z.string().max(500).optional(),
      device: z.string().max(60).optional(),
    }),
    status: 201,
    answer: Opened.extend({ readerId: z.uuid() }),
    problems: ['staff-sign-in-off', 'staff-sign-in-refused', 'staff-not-known', 'too-many-requests'],
  }),
  resetSecondFactor: endpoint({
    method: 'post',
    path: '/v1/accounts/{id}/second-factor/reset',
    summary: 'For a lost device: app, backup codes, passkeys and sessions of one account are gone.',
    caller: 'admin',
    params: z.object({ id: z.uuid() }),
    status: 200,
    answer: z.object({ reset: z.literal(true) }),
    problems: ['account-not-found'],
  }),
  listStaff: endpoint({
    method: 'get',
    path: '/v1/accounts',
    summary: 'Everyone who has a role, by address.',
    caller: 'admin',
    status: 200,
    answer: page(
      z.object({
        readerId: z.uuid(),
        email: z.email(),
        role: Role,
        hasApp: z.boolean(),
        passkeys: z.int(),
        /** Whether they have signed in by the organisation's own sign-in. */
        hasProvider: z.boolean(),
      }),
    ),
    problems: [],
  }),
  staffLog: endpoint({
    method: 'get',
    path: '/v1/accounts/log',
    summary: 'The newest 200 things that were done to anybody’s role or second factor, newest first.',
    caller: 'admin',
    status: 200,
    answer: page(
      z.object({
        at: Instant,
        accountId: z.uuid(),
        /** A reader id, or the name of a service. */
        by: z.string(),
        what: z.string(),
        role: z.string().nullable(),
      }),
    ),
    problems: [],
  }),
} as const;
