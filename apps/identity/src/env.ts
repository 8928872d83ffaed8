import {
  callersKeys,
  databaseAndLog,
  eventsEpoch,
  houseTitles,
  listening,
  namesItsLog,
  ownKey,
  simulatorClock,
  tellsTitlesApart,
  versionedSecrets,
} from '@gatefold/service-kit';
import { z } from 'zod';
import type { StaffRule, TrustedFactors } from './domain/staff-rules.ts';

const staffRules = z
  .string()
  .default('')
  .transform((text, context): StaffRule[] =>
    text
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '')
      .map((one) => {
        const [, by, is, role] = /^(group|domain):([^=]+)=(finance|editor|admin)$/.exec(one) ?? [];
        if (by === undefined || is === undefined || role === undefined) {
          const message = `“${one}” is not group:<name>=<role> or domain:<name>=<role>`;
          context.addIssue({ code: 'custom', message });
        }
        return { by, is, role } as StaffRule;
      }),
  );

export const Env = z
  .object({
    ...listening(4005),
    ...databaseAndLog,
    ...eventsEpoch,
    /** Encrypts the keys that sign readers' tokens. Whoever changes it starts with new keys. */
    AUTH_SECRET: z.string().min(32),
    ...ownKey,
    ...callersKeys,
    /** Where services find this one, for the keys of readers' tokens. */
    IDENTITY_URL: z.url(),
    MAIL_URL: z.url(),
    ...houseTitles,
    FINANCE_URL: z.url(),
    /** `<version>:<base64 key>`, newest first, comma between; under which addresses are hashed. */
    HMAC_KEYS: versionedSecrets,
    /** Links an address may ask for in a quarter of an hour. */
    SIGN_IN_LIMIT_ADDRESS: z.coerce.number().int().positive().default(5),
    /** Links a place on the network may ask for in a quarter of an hour. */
    SIGN_IN_LIMIT_IP: z.coerce.number().int().positive().default(30),
    /** Tries at an account's second factor in a quarter of an hour. */
    SECOND_FACTOR_LIMIT: z.coerce.number().int().positive().default(5),
    /** The organisation's own sign-in for staff, by OpenID Connect. All three, or none. */
    STAFF_OIDC_ISSUER: z.url().optional(),
    STAFF_OIDC_CLIENT_ID: z.string().min(1).optional(),
    STAFF_OIDC_CLIENT_SECRET: z.string().min(1).optional(),
    /** As the button says it: "Sign in with …". */
    STAFF_OIDC_NAME: z.string().default('your organisation'),
    STAFF_OIDC_SCOPES: z
      .string()
      .default('openid profile email groups')
      .transform((text) => text.split(' ').filter((scope) => scope !== '')),
    /** Who has which role, the first that fits: `group:books=finance,domain:meridian.example=editor`. */
    STAFF_OIDC_ROLES: staffRules,
    /** Which of RFC 8176's methods count as a second factor; `any` leaves it to the organisation, `none` asks for ours. */
    STAFF_OIDC_FACTORS: z
      .string()
      .default('mfa,otp,hwk')
      .transform((text): TrustedFactors => (text === 'any' || text === 'none' ? text : text.split(','))),
    /** How readers are written to who have not said otherwise. */
    READER_LOCALE: z.string().default('en-US'),
    READER_ZONE: z.string().default('America/New_York'),
    ...simulatorClock,
  })
  .superRefine(namesItsLog)
  .superRefine(tellsTitlesApart)
  .superRefine((env, context) => {
    const given = [env.STAFF_OIDC_ISSUER, env.STAFF_OIDC_CLIENT_ID, env.STAFF_OIDC_CLIENT_SECRET];
    const missing = given.filter((value) => value === undefined).length;
    const path = ['STAFF_OIDC_ISSUER'];
    if (missing > 0 && missing < given.length)
      context.addIssue({ code: 'custom', path, message: 'issuer, client id and client secret, or none' });
    if (missing === 0 && env.STAFF_OIDC_ROLES.length === 0)
      context.addIssue({ code: 'custom', path: ['STAFF_OIDC_ROLES'], message: 'nobody would have a role' });
  });

export type Env = z.infer<typeof Env>;
