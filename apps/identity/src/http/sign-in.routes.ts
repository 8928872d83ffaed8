import { expressPath, identity } from '@gatefold/api';
import { callerOf, parse } from '@gatefold/service-kit';
import { Router, type Request, type Response } from 'express';
import { normaliseAddress } from '../domain/address.ts';
import type { OpenedSession, SessionHolder } from '../usecases/ports.ts';
import type { RequestSignIn } from '../usecases/request-sign-in.ts';
import { requireOneOf } from './callers.ts';
import type { SignInLimits } from './sign-in-limits.ts';

type Deps = {
  requestSignIn(command: RequestSignIn): Promise<void>;
  redeemSignIn(command: { token: string }): Promise<OpenedSession & { readerId: string; returnTo: string }>;
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
    const { email, returnTo, app } = parse(identity.requestSignIn.body, req.body);
    await limits.take(res, { address: normaliseAddress(email), ip: askingIp(req, res) });

    await requestSignIn({ email, returnTo, app });

    res.status(202).json({ sent: true });
  });

  router.post(expressPath(identity.redeemSignIn), async (req, res) => {
    const { token } = parse(identity.redeemSignIn.body, req.body);

    const { sessionToken, expiresAt, returnTo, readerId } = await redeemSignIn({ token });

    secret(res).status(201).json({ sessionToken, expiresAt: expiresAt.toISOString(), returnTo, readerId });
  });

  router.post(expressPath(identity.currentSession), async (req, res) => {
    requireOneOf(res, ['site', 'finance']);
    const { sessionToken } = parse(identity.currentSession.body, req.body);

    const { readerId, role, provisional, email, token, tokenExpiresAt } = await currentSession({
      sessionToken,
    });

    secret(res).json({
      readerId,
      role,
      provisional,
      email,
      token,
      tokenExpiresAt: tokenExpiresAt.toISOString(),
    });
  });

  router.post(expressPath(identity.endSession), async (req, res) => {
    requireOneOf(res, ['site', 'finance']);
    const { sessionToken } = parse(identity.endSession.body, req.body);
    await endSession(sessionToken);
    res.json({ ended: true });
  });

  return router;
}

const secret = (res: Response): Response => res.set('cache-control', 'no-store');

/**
 * The address of the browser that asks. A service of ours tells it in `x-forwarded-for`; from
 * anybody else that header is only a claim, and is not looked at.
 */
function askingIp(req: Request, res: Response): string | null {
  if (callerOf(res).kind !== 'service') return req.ip ?? null;
  return req.get('x-forwarded-for')?.split(',')[0]?.trim() ?? null;
}
