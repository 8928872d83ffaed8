import { billing, expressPath } from '@gatefold/api';
import { parse } from '@gatefold/service-kit';
import { Router } from 'express';
import type { IntroUse, IntroUses } from '../usecases/intro-once.ts';
import { actorOf } from './actor.ts';
import { requireFinance, requireRefunder } from './asker.ts';

/** Who has had an introduction, and that one does not count. */
export function introUseRoutes({ introUses }: { introUses: Pick<IntroUses, 'ofReader' | 'waive'> }): Router {
  const router = Router();
  router.get(expressPath(billing.introUses), async (req, res) => {
    requireFinance(res);
    const { id } = parse(billing.introUses.params, req.params);
    const found = await introUses.ofReader(id);
    res.set('cache-control', 'no-store').json({ data: found.map(useResponse), nextCursor: null });
  });
  router.post(expressPath(billing.waiveIntroUse), async (req, res) => {
    requireRefunder(res);
    const { id } = parse(billing.waiveIntroUse.params, req.params);
    const { note } = parse(billing.waiveIntroUse.body, req.body);
    res.json(useResponse(await introUses.waive(id, { actor: actorOf(res), note })));
  });
  return router;
}

const useResponse = ({ usedAt, waivedAt, ...use }: IntroUse) => ({
  ...use,
  usedAt: usedAt?.toISOString() ?? null,
  waivedAt: waivedAt?.toISOString() ?? null,
});
