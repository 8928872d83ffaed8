import type { BusinessClock } from '@gatefold/kernel';
import type { Router } from 'express';
import { casesRoutes } from './http/cases.routes.ts';
import { reconciliationRoutes } from './http/reconciliation.routes.ts';
import { reviewRoutes } from './http/review.routes.ts';
import { exportEvents } from './usecases/export-events.ts';
import { lookUp } from './usecases/look-up.ts';
import type { Finance } from './usecases/finance-ports.ts';
import type { CashJournal } from './usecases/ports.ts';
import type { StripeReads } from './usecases/stripe-ports.ts';
import { bookDay, compareDays } from './usecases/reconcile-days.ts';
import { reconcile } from './usecases/reconcile.ts';
import type { Audit, AuditCheck, Cases, ChargeBehind, Reconciling, Search } from './usecases/review-ports.ts';
import { summariseLedger } from './usecases/summarise-ledger.ts';

/** What those who answer for the money need from the world. */
export type ReviewWorld = {
  clock: BusinessClock;
  finance: Finance;
  search: Search;
  cases: Cases;
  audit: Audit;
  auditCheck: AuditCheck;
  reconciling: Reconciling;
  collectCash: () => Promise<number>;
  cash: CashJournal;
  stripe: Pick<StripeReads, 'balance' | 'balanceTransactions'> & ChargeBehind;
};

/** Where the parts meet with which the money is looked at and answered for. */
export const reviewing = (world: ReviewWorld): Router[] => [
  reviewRoutes({ ...world, search: lookUp(world), exportEvents: exportEvents(world) }),
  casesRoutes(world),
  reconciliationRoutes({
    ...world,
    reconcile: reconcile({ ...world, summariseLedger: summariseLedger(world) }),
    compareDays: compareDays(world),
    bookDay: bookDay(world),
  }),
];
