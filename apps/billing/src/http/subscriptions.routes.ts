import { billing, expressPath, mailedPurposes } from '@gatefold/api';
import { toMoneyJson } from '@gatefold/kernel';
import { parse } from '@gatefold/service-kit';
import { Router } from 'express';
import { refuse } from '../domain/refusals.ts';
import type { Subscription } from '../domain/subscription.ts';
import type { Credits, GivenCredit } from '../usecases/approval-ports.ts';
import { checkIsOf, type Asker } from '../usecases/ownership.ts';
import type { InvoicePages } from '../usecases/page-ports.ts';
import type { Subscriptions } from '../usecases/ports.ts';
import type { LeavingReasons, SaidReason } from '../usecases/say-why-left.ts';
import { seesBy, seesOf } from './asker.ts';
import { chargeResponse, subscriptionResponse } from './responses.ts';

type Deps = InvoicePages & {
  subscriptions: Pick<Subscriptions, 'find' | 'ofReader'>;
  leavingReasons: Pick<LeavingReasons, 'of'>;
  credits: Pick<Credits, 'of'>;
  epoch: number;
};

/** What readers and services look at. */
export function subscriptionRoutes({ subscriptions, invoicePages, epoch, ...records }: Deps): Router {
  const router = Router();

  const visible = async (id: string, asker: Asker): Promise<Subscription> => {
    const subscription = await subscriptions.find(id);
    if (subscription === null) throw refuse('subscription-not-found');
    checkIsOf(subscription, asker);
    return subscription;
  };

  router.get(expressPath(billing.readersSubscriptions), async (req, res) => {
    const asker = seesOf(res);
    const { id } = parse(billing.readersSubscriptions.params, req.params);
    if (asker !== 'staff' && asker.readerId !== id) throw refuse('subscription-not-found');

    const found = await subscriptions.ofReader(id);

    const data = found.map((subscription) => subscriptionResponse(subscription, epoch));
    res.set('cache-control', 'no-store').json({ data, nextCursor: null });
  });

  router.get(expressPath(billing.getSubscription), async (req, res) => {
    const asker = seesBy(req, res, ...mailedPurposes);
    const { id } = parse(billing.getSubscription.params, req.params);
    res.set('cache-control', 'no-store').json(subscriptionResponse(await visible(id, asker), epoch));
  });

  router.get(expressPath(billing.listCharges), async (req, res) => {
    const asker = seesBy(req, res, 'receipt');
    const { id } = parse(billing.listCharges.params, req.params);

    const { charges } = await visible(id, asker);

    res.set('cache-control', 'no-store').json({ data: charges.map(chargeResponse), nextCursor: null });
  });

  router.get(expressPath(billing.ownRecords), async (req, res) => {
    const asker = seesOf(res);
    const { id } = parse(billing.ownRecords.params, req.params);
    await visible(id, asker);
    const [reasons, credits] = await Promise.all([records.leavingReasons.of(id), records.credits.of(id)]);
    res.set('cache-control', 'no-store').json(recordsResponse(reasons, credits));
  });

  router.get(expressPath(billing.chargeInvoice), async (req, res) => {
    const asker = seesBy(req, res, 'receipt');
    const { id, charge } = parse(billing.chargeInvoice.params, req.params);
    const { charges } = await visible(id, asker);
    const invoiceId = charges.find((one) => one.id === charge)?.stripeInvoiceId ?? null;
    const pages = invoiceId === null ? null : await invoicePages(invoiceId);
    if (pages === null) throw refuse('charge-not-found');
    res.set('cache-control', 'no-store').json(pages);
  });

  return router;
}

const recordsResponse = (reasons: readonly SaidReason[], credits: readonly GivenCredit[]) => ({
  leavingReasons: reasons.map(({ reason, saidAt }) => ({ reason, saidAt: saidAt.toISOString() })),
  credits: credits.map(({ amount, givenAt }) => ({
    amount: toMoneyJson(amount),
    givenAt: givenAt.toISOString(),
  })),
});
