import { billing, expressPath } from '@gatefold/api';
import { at, fromMoneyJson, isId, toMoneyJson, type Money } from '@gatefold/kernel';
import { parse } from '@gatefold/service-kit';
import { Router } from 'express';
import { refuse } from '../domain/refusals.ts';
import { revisionOf } from '../domain/revision.ts';
import type { Subscription } from '../domain/subscription.ts';
import type { EventRow, Finance, StoredRefund } from '../usecases/ports.ts';
import type { RefundPayment } from '../usecases/refund-payment.ts';
import { requireAdmin, requireExplainer, requireFinance, requireRefunder } from './asker.ts';
import { idempotencyKeyOf } from './checkout.routes.ts';
import { subscriptionResponse } from './responses.ts';

type Summary = {
  asOf: Date;
  accounts: { journal: 'documents' | 'cash'; account: string; balance: Money }[];
  tie: { currency: string; ledger: bigint; stripe: bigint; difference: bigint }[];
  unexplained: number;
};

type Deps = {
  finance: Finance;
  refundPayment(command: RefundPayment): Promise<{ refund: StoredRefund; subscription: Subscription }>;
  summariseLedger(): Promise<Summary>;
  announceAll(): Promise<number>;
  epoch: number;
};

export function financeRoutes({ finance, refundPayment, summariseLedger, announceAll, epoch }: Deps): Router {
  const router = Router();

  router.get(expressPath(billing.listBillingEvents), async (req, res) => {
    requireFinance(res);
    const query = parse(billing.listBillingEvents.query, req.query);

    const found = await finance.events({
      readerId: query.readerId ?? null,
      type: query.type ?? null,
      from: query.from === undefined ? null : at(query.from),
      to: query.to === undefined ? null : at(query.to),
      after: query.after === undefined ? null : fromCursor(query.after),
      limit: query.limit + 1,
    });

    const data = found.slice(0, query.limit);
    const last = found.length > query.limit ? data.at(-1) : undefined;
    res
      .set('cache-control', 'no-store')
      .json({ data: data.map(eventResponse), nextCursor: last === undefined ? null : toCursor(last) });
  });

  router.get(expressPath(billing.getBillingEvent), async (req, res) => {
    requireFinance(res);
    const { id } = parse(billing.getBillingEvent.params, req.params);

    const event = await finance.event(id);
    if (event === null) throw refuse('billing-event-not-found');

    const ledger = event.ledger.map(({ journal, entryId, account, amount, at: bookedAt, source }) => ({
      journal,
      entryId,
      account,
      amount: toMoneyJson(amount),
      at: bookedAt.toISOString(),
      source,
    }));
    const { payload, stripeIds } = event;
    res.set('cache-control', 'no-store').json({ ...eventResponse(event), ledger, payload, stripeIds });
  });

  router.get(expressPath(billing.ledgerSummary), async (_req, res) => {
    requireFinance(res);
    const { asOf, accounts, tie, unexplained } = await summariseLedger();
    res.set('cache-control', 'no-store').json({
      asOf: asOf.toISOString(),
      accounts: accounts.map(({ journal, account, balance }) => ({
        journal,
        account,
        balance: toMoneyJson(balance),
      })),
      tie: tie.map(({ currency, ledger, stripe, difference }) => ({
        currency,
        ledger: ledger.toString(),
        stripe: stripe.toString(),
        difference: difference.toString(),
      })),
      unexplained,
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
    });

    res.status(201).json({
      id: refund.id,
      amount: toMoneyJson(refund.amount),
      status: refund.status === 'wanted' ? 'pending' : refund.status,
      subscription: subscriptionResponse(subscription, epoch),
      revision: revisionOf(epoch, subscription),
    });
  });

  router.get(expressPath(billing.subscriptionEvidence), async (req, res) => {
    requireExplainer(res);
    const { id } = parse(billing.subscriptionEvidence.params, req.params);

    const evidence = await finance.evidence(id);
    if (evidence === null) throw refuse('subscription-not-found');

    res.json({
      subscriptionId: evidence.subscriptionId,
      stripeSubscriptionId: evidence.stripeSubscriptionId,
      stripeCustomerId: evidence.stripeCustomerId,
      invoices: evidence.invoices.map(({ stripeInvoiceId, status, period }) => ({
        stripeInvoiceId,
        status,
        period: { from: period.from.toISOString(), until: period.until.toISOString() },
      })),
    });
  });

  router.post(expressPath(billing.announceAll), async (_req, res) => {
    requireAdmin(res);
    res.status(202).json({ announced: await announceAll() });
  });

  return router;
}

const eventResponse = (event: EventRow) => ({
  id: event.id,
  type: event.type,
  at: event.at.toISOString(),
  recordedAt: event.recordedAt.toISOString(),
  readerId: event.readerId,
  subscriptionId: event.subscriptionId,
  amount: event.amount === null ? null : toMoneyJson(event.amount),
  summary: event.summary,
});

const toCursor = ({ at: instant, id }: EventRow): string =>
  Buffer.from(`${instant.toISOString()} ${id}`).toString('base64url');

function fromCursor(cursor: string): { at: Date; id: string } {
  const [instant = '', id = ''] = Buffer.from(cursor, 'base64url').toString('utf8').split(' ');
  const when = new Date(instant);
  if (Number.isNaN(when.getTime()) || !isId(id)) throw refuse('cursor-invalid');
  return { at: when, id };
}
