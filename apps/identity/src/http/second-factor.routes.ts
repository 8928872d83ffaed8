import { expressPath, identity } from '@gatefold/api';
import { parse } from '@gatefold/service-kit';
import { Router } from 'express';
import type { OpenedSession } from '../usecases/ports.ts';
import { requireOneOf } from './callers.ts';
import type { SignInLimits } from './sign-in-limits.ts';

type Coded = { sessionToken: string; code: string };

type Deps = {
  accountOf(sessionToken: string): Promise<{ readerId: string }>;
  beginSecondFactor(command: { sessionToken: string }): Promise<string>;
  confirmSecondFactor(command: Coded): Promise<OpenedSession & { backupCodes: readonly string[] }>;
  passSecondFactor(command: Coded): Promise<OpenedSession & { backupCodesLeft: number }>;
  renewBackupCodes(command: { sessionToken: string }): Promise<readonly string[]>;
  limits: SignInLimits;
};

/** The second factor of staff. Only finance asks, with the session that a browser holds there. */
export function secondFactorRoutes({ limits, ...does }: Deps): Router {
  const router = Router();

  router.use('/v1/second-factors', (_req, res, next) => {
    res.set('cache-control', 'no-store');
    next();
  });

  router.post(expressPath(identity.beginSecondFactor), async (req, res) => {
    requireOneOf(res, ['finance']);
    res.json({ uri: await does.beginSecondFactor(parse(identity.beginSecondFactor.body, req.body)) });
  });

  router.post(expressPath(identity.confirmSecondFactor), async (req, res) => {
    requireOneOf(res, ['finance']);
    const command = parse(identity.confirmSecondFactor.body, req.body);
    await limits.takeFactorTry(res, (await does.accountOf(command.sessionToken)).readerId);
    res.status(201).json(openedResponse(await does.confirmSecondFactor(command)));
  });

  router.post(expressPath(identity.passSecondFactor), async (req, res) => {
    requireOneOf(res, ['finance']);
    const command = parse(identity.passSecondFactor.body, req.body);
    await limits.takeFactorTry(res, (await does.accountOf(command.sessionToken)).readerId);
    res.status(201).json(openedResponse(await does.passSecondFactor(command)));
  });

  router.post(expressPath(identity.renewBackupCodes), async (req, res) => {
    requireOneOf(res, ['finance']);
    const command = parse(identity.renewBackupCodes.body, req.body);
    res.status(201).json({ backupCodes: await does.renewBackupCodes(command) });
  });

  return router;
}

const openedResponse = <T extends OpenedSession>({ expiresAt, ...opened }: T) => ({
  ...opened,
  expiresAt: expiresAt.toISOString(),
});
