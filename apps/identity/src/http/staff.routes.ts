import { expressPath, identity } from '@gatefold/api';
import { parse } from '@gatefold/service-kit';
import { Router } from 'express';
import { normaliseAddress } from '../domain/address.ts';
import type { Role } from '../usecases/ports.ts';
import { requireStaff } from './callers.ts';

type Deps = {
  giveRole(email: string, role: Role): Promise<string>;
  announceAll(): Promise<number>;
};

/** What only those who run the system may do. */
export function staffRoutes({ giveRole, announceAll }: Deps): Router {
  const router = Router();

  router.post(expressPath(identity.createAccount), async (req, res) => {
    requireStaff(res, ['admin'], ['cli', 'dev']);
    const { email, role } = parse(identity.createAccount.body, req.body);

    const readerId = await giveRole(normaliseAddress(email), role);

    res.status(201).json({ readerId, role });
  });

  router.post(expressPath(identity.announceAll), async (_req, res) => {
    requireStaff(res, ['admin'], ['cli', 'dev']);
    res.status(202).json({ announced: await announceAll() });
  });

  return router;
}
