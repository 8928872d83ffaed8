import { expressPath, identity } from '@gatefold/api';
import { askingIp, parse } from '@gatefold/service-kit';
import { Router, type Response } from 'express';
import { normaliseAddress } from '../domain/address.ts';
import type { OpenedSession, OpeningLink, SessionHolder, SignInCode } from '../usecases/ports.ts';
import type { RequestSignIn } from '../usecases/request-sign-in.ts';
import { requireOneOf } from './callers.ts';
import type { SignInLimits } from './sign-in-limits.ts';

type SignedIn = OpenedSession & { readerId: string; returnTo: string };

type Deps = {
  requestSignIn(command: RequestSignIn): Promise<{ attempt: string; expiresAt: Date }>;
  redeemSignIn(command: OpeningLink): Promise<SignedIn>;
  redeemSignInCode(command: SignInCode & Omit<OpeningLink, 'token'>): Promise<SignedIn>;
  currentSession(query: {
    sessionToken: string;
  }): Promise<SessionHolder & { token: string; tokenExpiresAt: Date }>;
  endSession(sessionToken: string): Promise<void>;
  jwks(): Promise<object>;
  limits: SignInLimits;
};

export function signInRoutes({
  requestSignIn,
  redeemSignIn,
  redeemSignInCode,
  currentSession,
  endSession,
  jwks,
  limits,
}: Deps): Router {
  const router = Router();

  router.get(expressPath(identity.readerKeys), async (_req, res) => {
    res.set('cache-control', 'public, max-age=60').json(await jwks());
  });

  router.post(expressPath(identity.requestSignIn), async (req, res) => {
    const { email, returnTo, app, title, locale = null } = parse(identity.requestSignIn.body, req.body);
    await limits.take(res, { address: normaliseAddress(email), ip: askingIp(req, res) });

    const { attempt, expiresAt } = await requestSignIn({ email, returnTo, app, title, locale });

    secret(res).status(202).json({ sent: true, attempt, expiresAt: expiresAt.toISOString() });
  });

  router.post(expressPath(identity.redeemSignIn), async (req, res) => {
    const { token, device = null, locale = null } = parse(identity.redeemSignIn.body, req.body);
    secret(res)
      .status(201)
      .json(signedInResponse(await redeemSignIn({ token, device, spokenLocale: locale })));
  });

  router.post(expressPath(identity.redeemSignInCode), async (req, res) => {
    const { attempt, code, device = null, locale = null } = parse(identity.redeemSignInCode.body, req.body);
    await limits.takeTry(res, askingIp(req, res));
    secret(res)
      .status(201)
      .json(signedInResponse(await redeemSignInCode({ attempt, code, device, spokenLocale: locale })));
  });

  addSessions(router, { currentSession, endSession });
  return router;
}

function addSessions(
  router: Router,
  { currentSession, endSession }: Pick<Deps, 'currentSession' | 'endSession'>,
): void {
  router.post(expressPath(identity.currentSession), async (req, res) => {
    requireOneOf(res, ['site', 'finance']);
    const { sessionToken } = parse(identity.currentSession.body, req.body);

    const {
      locale,
      zone,
      spokenLocale: _,
      tokenExpiresAt,
      ...current
    } = await currentSession({ sessionToken });

    secret(res).json({
      ...current,
      ...(locale === null ? {} : { locale }),
      ...(zone === null ? {} : { zone }),
      tokenExpiresAt: tokenExpiresAt.toISOString(),
    });
  });

  router.post(expressPath(identity.endSession), async (req, res) => {
    requireOneOf(res, ['site', 'finance']);
    const { sessionToken } = parse(identity.endSession.body, req.body);
    await endSession(sessionToken);
    res.json({ ended: true });
  });
}

const signedInResponse = ({ sessionToken, expiresAt, returnTo, readerId }: SignedIn) => ({
  sessionToken,
  expiresAt: expiresAt.toISOString(),
  returnTo,
  readerId,
});

const secret = (res: Response): Response => res.set('cache-control', 'no-store');
