import { billing, expressPath } from '@gatefold/api';
import { fromMoneyJson, toMoneyJson, type Money } from '@gatefold/kernel';
import { parse } from '@gatefold/service-kit';
import { Router } from 'express';
import { revisionOf } from '../domain/revision.ts';
import type { Subscription } from '../domain/subscription.ts';
import type { StoredRefund } from '../usecases/ports.ts';
import type { RefundQuote } from '../usecases/quote-refund.ts';
import type { RefundPayment } from '../usecases/refund-payment.ts';
import { requireAdmin, requireFinance, requireRefunder } from './asker.ts';
import { idempotencyKeyOf } from './checkout.routes.ts';
import { actorOf } from './actor.ts';
import { subscriptionResponse } from './responses.ts';
import { traceOf } from './trace.ts';

export type Tie = { currency: string; ledger: bigint; stripe: bigint; difference: bigint };

type Summary = {
  asOf: Date;
  accounts: { journal: 'documents' | 'cash'; account: string; balance: Money }[];
  tie: Tie[];
  unexplained: number;
};

type Deps = {
  quoteRefund(wanted: { chargeId: string; amount: bigint | null }): Promise<RefundQuote>;
  refundPayment(command: RefundPayment): Promise<{ refund: StoredRefund; subscription: Subscription }>;
  summariseLedger(): Promise<Summary>;
  announceAll(): Promise<number>;
  epoch: number;
};

/** Money back, the ledger, and saying everything again. */
export function moneyRoutes({
  quoteRefund,
  refundPayment,
  summariseLedger,
  announceAll,
  epoch,
}: Deps): Router {
  const router = Router();

  router.get(expressPath(billing.ledgerSummary), async (_req, res) => {
    requireFinance(res);
    res.set('cache-control', 'no-store').json(summaryResponse(await summariseLedger()));
  });

  router.get(expressPath(billing.quoteRefund), async (req, res) => {
    requireFinance(res);
    const { id: chargeId } = parse(billing.quoteRefund.params, req.params);
    const { amount } = parse(billing.quoteRefund.query, req.query);
    const quote = await quoteRefund({ chargeId, amount: amount === undefined ? null : BigInt(amount) });
    res.set('cache-control', 'no-store').json({
      amount: toMoneyJson(quote.amount),
      left: toMoneyJson(quote.left),
      isAlone: quote.isAlone,
    });
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
      requestId: null,
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

export const tieResponse = ({ currency, ledger, stripe, difference }: Tie) => ({
  currency,
  ledger: ledger.toString(),
  stripe: stripe.toString(),
  difference: difference.toString(),
});
