import { billing, expressPath } from '@gatefold/api';
import { at, toMoneyJson } from '@gatefold/kernel';
import { parse } from '@gatefold/service-kit';
import { Router } from 'express';
import type { z } from 'zod';
import { refuse } from '../domain/refusals.ts';
import type { EventQuery, EventRow, Finance, LedgerRow } from '../usecases/finance-ports.ts';
import { requireExplainer, requireFinance } from './asker.ts';
import { fromCursor, toCursor } from './cursor.ts';

/** What happened, for those who look after the money. */
export function billingEventRoutes({ finance }: { finance: Finance }): Router {
  const router = Router();

  router.get(expressPath(billing.listBillingEvents), async (req, res) => {
    requireFinance(res);
    const query = queryFrom(parse(billing.listBillingEvents.query, req.query));

    // One more than is shown tells whether the list goes on in that direction.
    const found = await finance.events({ ...query, limit: query.limit + 1 });

    res.set('cache-control', 'no-store').json(pageResponse(found, query));
  });

  router.get(expressPath(billing.getBillingEvent), async (req, res) => {
    requireFinance(res);
    const { id } = parse(billing.getBillingEvent.params, req.params);

    const event = await finance.event(id);
    if (event === null) throw refuse('billing-event-not-found');

    const { payload, ledger } = event;
    res
      .set('cache-control', 'no-store')
      .json({ ...eventResponse(event), ledger: ledger.map(lineResponse), payload, cursor: toCursor(event) });
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

type Asked = z.output<typeof billing.listBillingEvents.query>;

function queryFrom({ readerId, type, from, to, after, before, limit }: Asked): EventQuery {
  if (after !== undefined && before !== undefined) throw refuse('cursor-invalid');
  return {
    readerId: readerId ?? null,
    type: type ?? null,
    from: from === undefined ? null : at(from),
    to: to === undefined ? null : at(to),
    after: after === undefined ? null : fromCursor(after),
    before: before === undefined ? null : fromCursor(before),
    limit,
  };
}

/** A page reached by a cursor has that cursor's own event on its other side. */
function pageResponse(found: readonly EventRow[], { after, before, limit }: EventQuery) {
  const goesOn = found.length > limit;
  const shown = before === null ? found.slice(0, limit) : found.slice(-limit);
  const newest = shown[0];
  const oldest = shown.at(-1);
  const isOlder = before !== null || goesOn;
  const isNewer = after !== null || (before !== null && goesOn);
  return {
    data: shown.map(eventResponse),
    nextCursor: oldest !== undefined && isOlder ? toCursor(oldest) : null,
    previousCursor: newest !== undefined && isNewer ? toCursor(newest) : null,
  };
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
  stripeIds: event.stripeIds,
});

const lineResponse = ({ journal, entryId, account, amount, at: bookedAt, source }: LedgerRow) => ({
  journal,
  entryId,
  account,
  amount: toMoneyJson(amount),
  at: bookedAt.toISOString(),
  source,
});
