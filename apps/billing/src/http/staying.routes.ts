import { billing, expressPath } from '@gatefold/api';
import { fromMoneyJson, toMoneyJson, type Money } from '@gatefold/kernel';
import { parse } from '@gatefold/service-kit';
import { Router } from 'express';
import type { Offer } from '../domain/offer.ts';
import { refuse } from '../domain/refusals.ts';
import type { SaveOffer } from '../domain/save-offer.ts';
import type { Subscription } from '../domain/subscription.ts';
import type { Asker } from '../usecases/ownership.ts';
import { actorOf } from './actor.ts';
import { changesOf, seesOf } from './asker.ts';
import { offerResponse, subscriptionResponse } from './responses.ts';
import { traceOf } from './trace.ts';

type Command = { id: string; asker: Asker; actor: string; traceparent: string | null };

type Deps = {
  offerToStay(asked: { id: string; asker: Asker }): Promise<SaveOffer | null>;
  stayFor(command: Command & { accepted: Money }): Promise<Subscription>;
  offerToReturn(readerId: string): Promise<Offer | null>;
  epoch: number;
};

/** What is offered to those who have cancelled, and to those who are gone. */
export function stayingRoutes({ offerToStay, stayFor, offerToReturn, epoch }: Deps): Router {
  const router = Router();

  router.get(expressPath(billing.saveOffer), async (req, res) => {
    const asker = seesOf(res);
    const { id } = parse(billing.saveOffer.params, req.params);
    const offer = await offerToStay({ id, asker });
    res.set('cache-control', 'no-store').json({
      offer:
        offer === null
          ? null
          : { charges: offer.charges, amount: toMoneyJson(offer.amount), then: toMoneyJson(offer.then) },
    });
  });

  router.post(expressPath(billing.takeSaveOffer), async (req, res) => {
    const asker = changesOf(res);
    const { id } = parse(billing.takeSaveOffer.params, req.params);
    const { amount } = parse(billing.takeSaveOffer.body, req.body);
    const subscription = await stayFor({
      id,
      asker,
      accepted: fromMoneyJson(amount),
      actor: actorOf(res),
      traceparent: traceOf(req),
    });
    res.json(subscriptionResponse(subscription, epoch));
  });

  router.get(expressPath(billing.winBack), async (req, res) => {
    const asker = seesOf(res);
    const { id } = parse(billing.winBack.params, req.params);
    if (asker !== 'staff' && asker.readerId !== id) throw refuse('subscription-not-found');
    const { locale } = parse(billing.winBack.query, req.query);
    const offer = await offerToReturn(id);
    res
      .set('cache-control', 'no-store')
      .json({ offer: offer === null ? null : offerResponse(offer, locale) });
  });

  return router;
}
