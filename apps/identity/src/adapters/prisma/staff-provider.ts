import { MINUTE, plus, Refusal, type MachineClock, type NewId } from '@gatefold/kernel';
import { refuseCommon } from '@gatefold/service-kit';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import { APIError } from 'better-auth/api';
import { betterAuth } from 'better-auth/minimal';
import { bearer } from 'better-auth/plugins/bearer';
import { genericOAuth } from 'better-auth/plugins/generic-oauth';
import { decodeJwt } from 'jose';
import { z } from 'zod';
import { refuse } from '../../domain/refusals.ts';
import type { StaffClaims } from '../../domain/staff-rules.ts';
import type { StaffProvider } from '../../usecases/ports.ts';
import { plainAuth } from '../better-auth.ts';
import { roleOf } from './find-readers.ts';
import type { PrismaClient } from './generated/client.ts';

export type OidcClient = {
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scopes: readonly string[];
  /** Where the organisation sends people back to. */
  readonly returnUrl: string;
};

type Deps = {
  db: PrismaClient;
  clock: MachineClock;
  secret: string;
  siteUrl: string;
  newId: NewId;
  client: OidcClient;
};

const PROVIDER = 'staff';
/** As better-auth keeps the state cookie. */
const BEGUN_LASTS = 5 * MINUTE;
const ANSWERS_WITHIN_MS = 4_000;

/** The organisation's own sign-in, by better-auth's OpenID Connect client: code, PKCE, state, nonce, signed id token. */
export function prismaStaffProvider(deps: Deps): StaffProvider {
  const { db, clock, client } = deps;

  return {
    name: client.name,

    async begin() {
      const { response, headers } = await authFor(deps, nobody)
        .api.signInSocial({
          body: { provider: PROVIDER, callbackURL: '/', disableRedirect: true },
          ...{ headers: new Headers(), returnHeaders: true },
        })
        .catch(away);
      const ceremony = headers.getSetCookie()[0]?.split(';')[0] ?? '';
      if (response.url === undefined) throw refuseCommon('temporarily-unavailable');
      return { url: response.url, ceremony, expiresAt: plus(clock.now(), BEGUN_LASTS) };
    },

    linked: (subject) => linkedTo(db, subject),

    async finish({ ceremony, code, state, issuer, device }, { settle, showedFactor }) {
      const seen: { claims: StaffClaims | null; refusal: unknown } = { claims: null, refusal: null };
      const auth = authFor(deps, async (claims) => {
        await settle(claims).catch((error: unknown) => {
          seen.refusal = error;
          throw error;
        });
        seen.claims = claims;
      });
      const answer = await auth.api
        .callbackOAuth({
          params: { id: PROVIDER },
          query: { code, state, ...(issuer === null ? {} : { iss: issuer }) },
          headers: new Headers({ cookie: ceremony }),
          asResponse: true,
        })
        .catch(() => null);
      if (seen.refusal !== null) throw seen.refusal;
      const token = answer?.headers.get('set-auth-token')?.split('.')[0];
      if (token === undefined || seen.claims === null) throw refuse('staff-sign-in-refused');
      const secondFactorAt = showedFactor(seen.claims) ? clock.now() : null;
      const { userId, expiresAt } = await db.session.update({
        where: { token },
        data: { userAgent: device, secondFactorAt },
      });
      return { readerId: userId, sessionToken: token, expiresAt };
    },
  };
}

async function linkedTo(db: PrismaClient, subject: string) {
  const login = await db.account.findFirst({
    where: { providerId: PROVIDER, accountId: subject },
    select: { user: { select: { email: true, role: true } } },
  });
  return login === null ? null : { email: login.user.email, role: roleOf(login.user.role) };
}

const nobody = async (): Promise<never> => Promise.reject(refuse('staff-sign-in-refused'));

/** Made anew for each use, as `authOver` is; what the organisation publishes of itself is asked for each time. */
const authFor = (
  { db, secret, siteUrl, newId, client }: Deps,
  settle: (claims: StaffClaims) => Promise<void>,
) =>
  betterAuth({
    ...plainAuth({ secret, siteUrl, newId }),
    database: prismaAdapter(db, { provider: 'postgresql' }),
    account: {
      updateAccountOnSignIn: false,
      accountLinking: { trustedProviders: [PROVIDER], requireLocalEmailVerified: false },
    },
    databaseHooks: {
      account: {
        create: {
          // Nothing is asked of the organisation later, so nothing of it is kept that could be stolen.
          before: async (login) => ({
            data: { ...login, accessToken: null, refreshToken: null, idToken: null },
          }),
        },
      },
    },
    plugins: [
      bearer(),
      genericOAuth({
        config: [
          {
            providerId: PROVIDER,
            discoveryUrl: discoveryOf(client.issuer),
            clientId: client.clientId,
            clientSecret: client.clientSecret,
            scopes: [...client.scopes],
            redirectURI: client.returnUrl,
            requireIdTokenVerification: true,
            disableSignUp: true,
            async getUserInfo({ idToken, accessToken }) {
              const claims = await claimsOf(client, {
                idToken: idToken ?? '',
                accessToken: accessToken ?? '',
              });
              await settle(claims);
              // Whether the address is verified is decided by a mailed link alone.
              return { id: claims.subject, sub: claims.subject, email: claims.email, emailVerified: false };
            },
          },
        ],
      }),
    ],
  });

const discoveryOf = (issuer: string): string =>
  `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;

const Claims = z.object({
  sub: z.string().min(1),
  email: z.email().optional(),
  email_verified: z.boolean().optional(),
  groups: z.array(z.string()).default([]),
  amr: z.array(z.string()).default([]),
});

/** Of the id token, which has been verified, and of what the provider tells only when it is asked. */
async function claimsOf(
  client: OidcClient,
  tokens: { idToken: string; accessToken: string },
): Promise<StaffClaims> {
  const signed = decodeJwt(tokens.idToken);
  const told = signed['email'] === undefined ? await toldOf(client, tokens.accessToken) : {};
  // Else the answer may be about somebody else (OpenID Connect Core, 5.3.2).
  if ('sub' in told && told.sub !== signed.sub) throw refuse('staff-sign-in-refused');
  const { sub, email, email_verified: verified, groups, amr } = Claims.parse({ ...told, ...signed });
  if (email === undefined) throw refuse('staff-sign-in-refused');
  return { subject: sub, email: email.toLowerCase(), emailVerified: verified ?? null, groups, amr };
}

async function toldOf({ issuer }: OidcClient, accessToken: string): Promise<object & { sub?: unknown }> {
  const ask = async (url: string, headers = {}): Promise<Record<string, unknown>> => {
    const answer = await fetch(url, { headers, signal: AbortSignal.timeout(ANSWERS_WITHIN_MS) });
    return (await answer.json()) as Record<string, unknown>;
  };
  const { userinfo_endpoint: endpoint } = await ask(discoveryOf(issuer));
  return typeof endpoint === 'string' ? ask(endpoint, { authorization: `Bearer ${accessToken}` }) : {};
}

function away(error: unknown): never {
  throw error instanceof APIError || !(error instanceof Refusal)
    ? refuseCommon('temporarily-unavailable')
    : error;
}
