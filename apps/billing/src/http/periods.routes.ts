import { billing, expressPath } from '@gatefold/api';
import { toMoneyJson } from '@gatefold/kernel';
import { parse } from '@gatefold/service-kit';
import { Router } from 'express';
import type { Period, PeriodDetail, Periods } from '../usecases/period-ports.ts';
import { actorOf } from './actor.ts';
import { requireFinance, requireRefunder } from './asker.ts';

/** Months of the books. */
export function periodRoutes({ periods }: { periods: Periods }): Router {
  const router = Router();
  router.get(expressPath(billing.listPeriods), async (_req, res) => {
    requireFinance(res);
    const found = await periods.list();
    res.set('cache-control', 'no-store').json({ data: found.map(periodResponse), nextCursor: null });
  });
  router.get(expressPath(billing.getPeriod), async (req, res) => {
    requireFinance(res);
    const { month } = parse(billing.getPeriod.params, req.params);
    res.set('cache-control', 'no-store').json(detailResponse(await periods.find(`${month}-01`)));
  });
  router.post(expressPath(billing.closePeriod), async (req, res) => {
    requireRefunder(res);
    const { month } = parse(billing.closePeriod.params, req.params);
    res.json(detailResponse(await periods.close(`${month}-01`, actorOf(res))));
  });
  return router;
}

const periodResponse = ({ month, state, closedAt, closedBy }: Period) => ({
  month,
  state,
  closedAt: closedAt?.toISOString() ?? null,
  closedBy,
});

const detailResponse = ({ accounts, payouts, late, ...period }: PeriodDetail) => ({
  ...periodResponse(period),
  accounts: accounts.map(({ opening, moved, closing, ...row }) => ({
    ...row,
    opening: toMoneyJson(opening),
    moved: toMoneyJson(moved),
    closing: toMoneyJson(closing),
  })),
  payouts: payouts.map((one) => ({ ...one, at: one.at.toISOString(), amount: toMoneyJson(one.amount) })),
  late: late.map((one) => ({
    ...one,
    at: one.at.toISOString(),
    recordedAt: one.recordedAt.toISOString(),
    amount: toMoneyJson(one.amount),
  })),
});
