import { expressPath, identity } from '@gatefold/api';
import { parse } from '@gatefold/service-kit';
import { Router, type RequestHandler } from 'express';
import { normaliseAddress } from '../domain/address.ts';
import type { AccountRecord, OwnAccount, OwnSession } from '../usecases/ports.ts';
import { requireOneOf } from './callers.ts';
import type { SignInLimits } from './sign-in-limits.ts';

/** At whose site it was asked for. */
type OfTitle = { title?: string | undefined };

type Deps = {
  accountOf(sessionToken: string): Promise<{ readerId: string }>;
  own: OwnAccount;
  requestEmailChange(command: OfTitle & { sessionToken: string; email: string }): Promise<void>;
  confirmEmailChange(command: OfTitle & { token: string }): Promise<'one-left' | 'changed'>;
  requestErasure(command: OfTitle & { sessionToken: string }): Promise<void>;
  confirmErasure(command: OfTitle & { sessionToken: string; token: string }): Promise<void>;
  limits: SignInLimits;
};

/** What owners do with their account. Only the site asks, with the session that a browser holds. */
export function accountRoutes({ own, limits, ...does }: Deps): Router {
  const router = Router();

  router.use(['/v1/sessions/current/*rest', '/v1/email-changes', '/v1/erasures'], (_req, res, next) => {
    res.set('cache-control', 'no-store');
    next();
  });

  router.post(expressPath(identity.listSessions), async (req, res) => {
    requireOneOf(res, ['site']);
    const { sessionToken } = parse(identity.listSessions.body, req.body);
    res.json({ data: (await own.sessions(sessionToken)).map(sessionResponse) });
  });

  router.post(expressPath(identity.endOtherSessions), async (req, res) => {
    requireOneOf(res, ['site']);
    const { sessionToken, id } = parse(identity.endOtherSessions.body, req.body);
    res.json({ ended: await own.endOthers(sessionToken, id ?? null) });
  });

  router.post(expressPath(identity.exportAccount), async (req, res) => {
    requireOneOf(res, ['site']);
    const { sessionToken } = parse(identity.exportAccount.body, req.body);
    res.json(recordResponse(await own.record(sessionToken)));
  });

  router.post(expressPath(identity.chooseHabits), chooseHabits(own));

  router.post(expressPath(identity.requestEmailChange), async (req, res) => {
    requireOneOf(res, ['site']);
    const { sessionToken, email, title } = parse(identity.requestEmailChange.body, req.body);
    await limits.take(res, { address: normaliseAddress(email), ip: null });
    await limits.takeOfAccount(res, (await does.accountOf(sessionToken)).readerId);
    await does.requestEmailChange({ sessionToken, email, title });
    res.status(202).json({ sent: true });
  });

  router.post(expressPath(identity.confirmEmailChange), async (req, res) => {
    requireOneOf(res, ['site']);
    res.json({ state: await does.confirmEmailChange(parse(identity.confirmEmailChange.body, req.body)) });
  });

  router.post(expressPath(identity.requestErasure), async (req, res) => {
    requireOneOf(res, ['site']);
    const { sessionToken, title } = parse(identity.requestErasure.body, req.body);
    await limits.takeOfAccount(res, (await does.accountOf(sessionToken)).readerId);
    await does.requestErasure({ sessionToken, title });
    res.status(202).json({ sent: true });
  });

  router.post(expressPath(identity.confirmErasure), async (req, res) => {
    requireOneOf(res, ['site']);
    await does.confirmErasure(parse(identity.confirmErasure.body, req.body));
    res.json({ erased: true });
  });

  return router;
}

const chooseHabits =
  (own: OwnAccount): RequestHandler =>
  async (req, res) => {
    requireOneOf(res, ['site']);
    const { sessionToken, locale = null, zone = null } = parse(identity.chooseHabits.body, req.body);
    await own.choose(sessionToken, { locale, zone });
    res.json({ kept: true });
  };

const recordResponse = ({ since, sessions, signIns, ...record }: AccountRecord) => ({
  ...record,
  since: since.toISOString(),
  sessions: sessions.map(sessionResponse),
  signIns: signIns.map(({ at, device }) => ({ at: at.toISOString(), device })),
});

const sessionResponse = ({ startedAt, expiresAt, ...session }: OwnSession) => ({
  ...session,
  startedAt: startedAt.toISOString(),
  expiresAt: expiresAt.toISOString(),
});
