import { billing, expressPath } from '@gatefold/api';
import { toMoneyJson, type Money } from '@gatefold/kernel';
import { parse } from '@gatefold/service-kit';
import { Router } from 'express';
import { differenceSuggestions, type DayDifference, type DayTie } from '../domain/reconcile-days.ts';
import type { ReconciledDays } from '../usecases/reconcile-days.ts';
import type { Stopped } from '../usecases/reconcile.ts';
import type { Reconciling, SuspenseEntry } from '../usecases/review-ports.ts';
import { actorOf } from './actor.ts';
import { requireFinance, requireRefunder } from './asker.ts';
import { fromCursor, toCursor } from './cursor.ts';
import { tieResponse, type Tie } from './money.routes.ts';

type Reconciled = {
  asOf: Date;
  tie: Tie[];
  receivables: Stopped[];
  suspense: Money[];
  openCases: { kind: string; count: number }[];
};

type Deps = {
  reconcile(): Promise<Reconciled>;
  compareDays(window: { from: Date; until: Date }): Promise<ReconciledDays>;
  bookDay(wanted: { day: string; actor: string }): Promise<number>;
  reconciling: Pick<Reconciling, 'suspenseEntries'>;
};

/** More differences than these have one cause, and are not looked through by anybody. */
const MOST_SHOWN = 200;

/** Stripe's books against ours: now, by day, and what nobody knows the other side of. */
export function reconciliationRoutes({ reconcile, compareDays, bookDay, reconciling }: Deps): Router {
  const router = Router();

  router.get(expressPath(billing.reconciliation), async (_req, res) => {
    requireFinance(res);
    res.set('cache-control', 'no-store').json(reconciledResponse(await reconcile()));
  });

  router.get(expressPath(billing.reconciliationDays), async (req, res) => {
    requireFinance(res);
    const { from, until } = parse(billing.reconciliationDays.query, req.query);
    const found = await compareDays({ from: midnight(from), until: midnight(until) });
    res.set('cache-control', 'no-store').json(daysResponse(found));
  });

  router.post(expressPath(billing.bookDay), async (req, res) => {
    requireRefunder(res);
    const { day } = parse(billing.bookDay.params, req.params);
    res.json({ booked: await bookDay({ day, actor: actorOf(res) }) });
  });

  router.get(expressPath(billing.listSuspense), async (req, res) => {
    requireFinance(res);
    const { after, limit } = parse(billing.listSuspense.query, req.query);
    const place = after === undefined ? null : fromCursor(after);
    const found = await reconciling.suspenseEntries({ after: place, limit });
    const last = found.length === limit ? found.at(-1) : undefined;
    const nextCursor = last === undefined ? null : toCursor({ at: last.at, id: last.entryId });
    res.set('cache-control', 'no-store').json({ data: found.map(suspenseResponse), nextCursor });
  });

  return router;
}

const midnight = (day: string): Date => new Date(`${day}T00:00:00Z`);

const reconciledResponse = ({ asOf, tie, receivables, suspense, openCases }: Reconciled) => ({
  asOf: asOf.toISOString(),
  tie: tie.map(tieResponse),
  receivables: receivables.map(({ subscriptionId, difference, cause, suggestion }) => ({
    subscriptionId,
    difference: toMoneyJson(difference),
    cause,
    suggestion,
  })),
  suspense: suspense.map(toMoneyJson),
  openCases,
});

const daysResponse = ({ asOf, from, days, differences }: ReconciledDays) => ({
  asOf: asOf.toISOString(),
  from: from.toISOString().slice(0, 10),
  days: days.map(dayResponse),
  differences: differences.slice(0, MOST_SHOWN).map(differenceResponse),
  more: Math.max(0, differences.length - MOST_SHOWN),
});

const dayResponse = ({ day, movements, ...tie }: DayTie) => ({ day, movements, ...tieResponse(tie) });

const differenceResponse = ({ id, day, currency, source, ledger, stripe, cause }: DayDifference) => ({
  ...{ id, day, currency, source, cause, suggestion: differenceSuggestions[cause] },
  ledger: ledger?.toString() ?? null,
  stripe: stripe?.toString() ?? null,
});

const suspenseResponse = ({ entryId, key, source, at, amount, case: of }: SuspenseEntry) => ({
  ...{ entryId, key, source, case: of },
  at: at.toISOString(),
  amount: toMoneyJson(amount),
});
