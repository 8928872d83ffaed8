import { expressPath, identity } from '@gatefold/api';
import { callerOf, parse } from '@gatefold/service-kit';
import { Router, type Response } from 'express';
import { normaliseAddress } from '../domain/address.ts';
import type { GivenRole, StaffDesk } from '../usecases/ports.ts';
import { requireStaff } from './callers.ts';

type Deps = {
  giveRole(given: GivenRole): Promise<string>;
  resetSecondFactor(command: { accountId: string; by: string }): Promise<void>;
  desk: StaffDesk;
  announceAll(): Promise<number>;
};

/** What only those who run the system may do. */
export function staffRoutes({ giveRole, resetSecondFactor, desk, announceAll }: Deps): Router {
  const router = Router();

  router.post(expressPath(identity.createAccount), async (req, res) => {
    requireStaff(res, ['admin'], ['cli', 'dev']);
    const { email, role } = parse(identity.createAccount.body, req.body);

    const readerId = await giveRole({ email: normaliseAddress(email), role, by: whoAsks(res) });

    res.status(201).json({ readerId, role });
  });

  router.get(expressPath(identity.listStaff), async (_req, res) => {
    requireStaff(res, ['admin'], ['cli', 'dev']);
    res.set('cache-control', 'no-store').json({ data: await desk.all(), nextCursor: null });
  });

  router.get(expressPath(identity.staffLog), async (_req, res) => {
    requireStaff(res, ['admin'], ['cli', 'dev']);
    const data = (await desk.log()).map(({ at, ...act }) => ({ ...act, at: at.toISOString() }));
    res.set('cache-control', 'no-store').json({ data, nextCursor: null });
  });

  router.post(expressPath(identity.resetSecondFactor), async (req, res) => {
    requireStaff(res, ['admin'], ['cli', 'dev']);
    const { id } = parse(identity.resetSecondFactor.params, req.params);
    await resetSecondFactor({ accountId: id, by: whoAsks(res) });
    res.json({ reset: true });
  });

  router.post(expressPath(identity.announceAll), async (_req, res) => {
    requireStaff(res, ['admin'], ['cli', 'dev']);
    res.status(202).json({ announced: await announceAll() });
  });

  return router;
}

/** As it is kept with what was done: a reader id, or the name of a service. */
function whoAsks(res: Response): string {
  const caller = callerOf(res);
  switch (caller.kind) {
    case 'reader':
      return caller.readerId;
    case 'service':
      return caller.name;
    case 'anonymous':
      return 'nobody';
  }
}
