import { billing, expressPath } from '@gatefold/api';
import { at, isId, toMoneyJson } from '@gatefold/kernel';
import { parse } from '@gatefold/service-kit';
import { Router } from 'express';
import { refuse } from '../domain/refusals.ts';
import type { EventRow, Finance, LedgerRow } from '../usecases/ports.ts';
import { requireExplainer, requireFinance } from './asker.ts';

/** What happened, for those who look after the money. */
export function billingEventRoutes({ finance }: { finance: Finance }): Router {
  const router = Router();

  router.get(expressPath(billing.listBillingEvents), async (req, res) => {
    requireFinance(res);
    const {
      readerId = null,
      type = null,
      from,
      to,
      after,
      limit,
    } = parse(billing.listBillingEvents.query, req.query);

    const found = await finance.events({
      readerId,
      type,
      from: from === undefined ? null : at(from),
      to: to === undefined ? null : at(to),
      after: after === undefined ? null : fromCursor(after),
      // One more than is shown tells whether there is a next page.
      limit: limit + 1,
    });

    const data = found.slice(0, limit);
    const last = found.length > limit ? data.at(-1) : undefined;
    const nextCursor = last === undefined ? null : toCursor(last);
    res.set('cache-control', 'no-store').json({ data: data.map(eventResponse), nextCursor });
  });

  router.get(expressPath(billing.getBillingEvent), async (req, res) => {
    requireFinance(res);
    const { id } = parse(billing.getBillingEvent.params, req.params);

    const event = await finance.event(id);
    if (event === null) throw refuse('billing-event-not-found');

    const { payload, stripeIds, ledger } = event;
    res
      .set('cache-control', 'no-store')
      .json({ ...eventResponse(event), ledger: ledger.map(lineResponse), payload, stripeIds });
  });

  router.get(expressPath(billing.subscriptionEvidence), async (req, res) => {
    requireExplainer(res);
    const { id } = parse(billing.subscriptionEvidence.params, req.params);

    const evidence = await finance.evidence(id);
    if (evidence === null) throw refuse('subscription-not-found');

    res.set('cache-control', 'no-store').json(evidenceResponse(evidence));
  });

  return router;
}

type Evidence = NonNullable<Awaited<ReturnType<Finance['evidence']>>>;

const evidenceResponse = (evidence: Evidence) => ({
  subscriptionId: evidence.subscriptionId,
  stripeSubscriptionId: evidence.stripeSubscriptionId,
  stripeCustomerId: evidence.stripeCustomerId,
  invoices: evidence.invoices.map(({ stripeInvoiceId, status, period }) => ({
    stripeInvoiceId,
    status,
    period: { from: period.from.toISOString(), until: period.until.toISOString() },
  })),
});

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

const lineResponse = ({ journal, entryId, account, amount, at: bookedAt, source }: LedgerRow) => ({
  journal,
  entryId,
  account,
  amount: toMoneyJson(amount),
  at: bookedAt.toISOString(),
  source,
});

const toCursor = ({ at: instant, id }: EventRow): string =>
  Buffer.from(`${instant.toISOString()} ${id}`).toString('base64url');

function fromCursor(cursor: string): { at: Date; id: string } {
  const [instant = '', id = ''] = Buffer.from(cursor, 'base64url').toString('utf8').split(' ');
  const when = new Date(instant);
  if (Number.isNaN(when.getTime()) || !isId(id)) throw refuse('cursor-invalid');
  return { at: when, id };
}
