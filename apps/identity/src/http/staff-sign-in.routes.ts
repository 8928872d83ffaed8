import { expressPath, identity } from '@gatefold/api';
import { askingIp, parse } from '@gatefold/service-kit';
import { Router, type Response } from 'express';
import type { OpenedSession, ReturnedStaff } from '../usecases/ports.ts';
import { requireOneOf } from './callers.ts';
import type { SignInLimits } from './sign-in-limits.ts';

type Deps = {
  /** As the organisation's sign-in is called; null where there is none. */
  providerName: string | null;
  beginStaffSignIn(): Promise<{ url: string; ceremony: string; expiresAt: Date }>;
  finishStaffSignIn(returned: ReturnedStaff): Promise<OpenedSession & { readerId: string }>;
  limits: SignInLimits;
};

/** Signing in by the organisation. Only finance asks, for the browser that begins and comes back. */
export function staffSignInRoutes({ providerName, limits, ...does }: Deps): Router {
  const router = Router();

  router.get(expressPath(identity.staffProvider), (_req, res) => {
    requireOneOf(res, ['finance']);
    res.json({ provider: providerName === null ? null : { name: providerName } });
  });

  router.post(expressPath(identity.beginStaffSignIn), async (req, res) => {
    requireOneOf(res, ['finance']);
    parse(identity.beginStaffSignIn.body, req.body);
    await limits.takeCeremony(res, askingIp(req, res));
    const { expiresAt, ...begun } = await does.beginStaffSignIn();
    unkept(res).json({ ...begun, expiresAt: expiresAt.toISOString() });
  });

  router.post(expressPath(identity.finishStaffSignIn), async (req, res) => {
    requireOneOf(res, ['finance']);
    const { issuer = null, device = null, ...returned } = parse(identity.finishStaffSignIn.body, req.body);
    await limits.takeTry(res, askingIp(req, res));
    const { expiresAt, ...opened } = await does.finishStaffSignIn({ ...returned, issuer, device });
    unkept(res)
      .status(201)
      .json({ ...opened, expiresAt: expiresAt.toISOString() });
  });

  return router;
}

const unkept = (res: Response): Response => res.set('cache-control', 'no-store');
