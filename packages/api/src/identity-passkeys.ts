import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { SessionToken } from './identity-account.ts';
import { Instant, Locale, Title } from './shapes.ts';

/** Names the challenge of one try; for the browser that was given it, and for nobody else. */
const ceremony = z
  .string()
  .max(600)
  .regex(/^[\w.%=~*'()!-]+$/);

/** What a browser's WebAuthn calls take and give, in their JSON form. */
const WebAuthnJson = z.looseObject({});
const fromAuthenticator = z.looseObject({ id: z.string().max(1_400) });

const Begun = z.object({ options: WebAuthnJson, ceremony, expiresAt: Instant });

const name = z.string().trim().min(1).max(60);

/** Passkeys: a second way to sign in beside the mailed link, never instead of it. */
export const identityPasskeys = {
  listPasskeys: endpoint({
    method: 'post',
    path: '/v1/sessions/current/passkeys',
    summary: 'The passkeys of the account that a session belongs to, newest first.',
    caller: 'service',
    body: z.strictObject(SessionToken.shape),
    status: 200,
    answer: z.object({
      data: z.array(
        z.object({
          id: z.uuid(),
          name: z.string(),
          addedAt: Instant,
          lastUsedAt: Instant.nullable(),
          /** Whether it is kept on several devices of its owner. */
          synced: z.boolean(),
          /** The one at whose address it was made: browsers use it there and nowhere else. */
          title: Title,
        }),
      ),
    }),
    problems: ['session-ended'],
  }),
  beginPasskey: endpoint({
    method: 'post',
    path: '/v1/passkeys/begin',
    summary: 'What a browser needs to make a passkey. Needs a session that is not older than a day.',
    caller: 'service',
    body: z.strictObject({ ...SessionToken.shape, title: Title.optional() }),
    status: 200,
    answer: Begun,
    problems: ['session-ended', 'session-not-fresh'],
  }),
  addPasskey: endpoint({
    method: 'post',
    path: '/v1/passkeys',
    summary: 'Keeps the passkey that a browser has made. The address of the account is told.',
    caller: 'service',
    body: z.strictObject({
      ...SessionToken.shape,
      ceremony,
      name,
      response: fromAuthenticator,
      title: Title.optional(),
    }),
    status: 201,
    answer: z.object({ added: z.literal(true) }),
    problems: ['session-ended', 'session-not-fresh', 'passkey-refused'],
  }),
  renamePasskey: endpoint({
    method: 'post',
    path: '/v1/passkeys/{id}/rename',
    summary: "Gives a passkey of the session's account another name.",
    caller: 'service',
    params: z.object({ id: z.uuid() }),
    body: z.strictObject({ ...SessionToken.shape, name }),
    status: 200,
    answer: z.object({ renamed: z.literal(true) }),
    problems: ['session-ended', 'passkey-not-found'],
  }),
  removePasskey: endpoint({
    method: 'post',
    path: '/v1/passkeys/{id}/remove',
    summary: "Removes a passkey of the session's account. A repeat does nothing.",
    caller: 'service',
    params: z.object({ id: z.uuid() }),
    body: z.strictObject(SessionToken.shape),
    status: 200,
    answer: z.object({ removed: z.literal(true) }),
    problems: ['session-ended'],
  }),
  beginPasskeySignIn: endpoint({
    method: 'post',
    path: '/v1/passkey-sign-ins/begin',
    summary: 'What a browser needs to sign in with a passkey. Names no account, so it tells nothing of any.',
    caller: 'anyone',
    body: z.strictObject({ title: Title.optional() }),
    status: 200,
    answer: Begun,
    problems: ['too-many-requests'],
  }),
  signInWithPasskey: endpoint({
    method: 'post',
    path: '/v1/passkey-sign-ins',
    summary: 'Opens a session with what a passkey has signed.',
    caller: 'anyone',
    body: z.strictObject({
      ceremony,
      response: fromAuthenticator,
      device: z.string().max(60).optional(),
      title: Title.optional(),
      /** What the browser speaks. */
      locale: Locale.optional(),
    }),
    status: 201,
    answer: z.object({ sessionToken: z.string(), expiresAt: Instant, readerId: z.uuid() }),
    problems: ['passkey-refused', 'too-many-requests'],
  }),
} as const;
