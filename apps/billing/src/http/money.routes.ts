import { billing, expressPath } from '@gatefold/api';
import { fromMoneyJson, toMoneyJson, type Money } from '@gatefold/kernel';
import { parse } from '@gatefold/service-kit';
import { Router } from 'express';
import { revisionOf } from '../domain/revision.ts';
import type { Subscription } from '../domain/subscription.ts';
import type { Stopped } from '../usecases/reconcile.ts';
import type { StoredRefund } from '../usecases/ports.ts';
import type { RefundPayment } from '../usecases/refund-payment.ts';
import { requireAdmin, requireFinance, requireRefunder } from './asker.ts';
import { idempotencyKeyOf } from './checkout.routes.ts';
import { actorOf } from './actor.ts';
import { subscriptionResponse } from './responses.ts';
import { traceOf } from './trace.ts';

type Summary = {
  asOf: Date;
  accounts: { journal: 'documents' | 'cash'; account: string; balance: Money }[];
  tie: { currency: string; ledger: bigint; stripe: bigint; difference: bigint }[];
  unexplained: number;
};

type Reconciled = Pick<Summary, 'asOf' | 'tie'> & {
  receivables: Stopped[];
  suspense: Money[];
  openCases: { kind: string; count: number }[];
};

type Deps = {
  refundPayment(command: RefundPayment): Promise<{ refund: StoredRefund; subscription: Subscription }>;
  summariseLedger(): Promise<Summary>;
  reconcile(): Promise<Reconciled>;
  announceAll(): Promise<number>;
  epoch: number;
};

/** Money back, the ledger, and saying everything again. */
export function moneyRoutes({ refundPayment, summariseLedger, reconcile, announceAll, epoch }: Deps): Router {
  const router = Router();

  router.get(expressPath(billing.ledgerSummary), async (_req, res) => {
    requireFinance(res);
    res.set('cache-control', 'no-store').json(summaryResponse(await summariseLedger()));
  });

  router.get(expressPath(billing.reconciliation), async (_req, res) => {
    requireFinance(res);
    res.set('cache-control', 'no-store').json(reconciledResponse(await reconcile()));
  });

  router.post(expressPath(billing.refund), async (req, res) => {
    requireRefunder(res);
    const { id } = parse(billing.refund.params, req.params);
    const { amount, reason } = parse(billing.refund.body, req.body);

    const { refund, subscription } = await refundPayment({
      chargeId: id,
      amount: amount === undefined ? null : fromMoneyJson(amount),
      reason,
      idempotencyKey: idempotencyKeyOf(req),
      actor: actorOf(res),
      traceparent: traceOf(req),
      isApproved: false,
    });

    res.status(201).json({
      id: refund.id,
      amount: toMoneyJson(refund.amount),
      status: refund.status === 'wanted' ? 'pending' : refund.status,
      subscription: subscriptionResponse(subscription, epoch),
      revision: revisionOf(epoch, subscription),
    });
  });

  router.post(expressPath(billing.announceAll), async (_req, res) => {
    requireAdmin(res);
    res.status(202).json({ announced: await announceAll() });
  });

  return router;
}

const summaryResponse = ({ asOf, accounts, tie, unexplained }: Summary) => ({
  asOf: asOf.toISOString(),
  accounts: accounts.map(({ journal, account, balance }) => ({
    journal,
    account,
    balance: toMoneyJson(balance),
  })),
  tie: tie.map(tieResponse),
  unexplained,
});

const tieResponse = ({ currency, ledger, stripe, difference }: Summary['tie'][number]) => ({
  currency,
  ledger: ledger.toString(),
  stripe: stripe.toString(),
  difference: difference.toString(),
});

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
