import { billing, expressPath } from '@gatefold/api';
import { parse } from '@gatefold/service-kit';
import { Router } from 'express';
import { currenciesOf, inMoneyOf, type Offer } from '../domain/offer.ts';
import { offerResponse } from './responses.ts';

type Deps = {
  offers: { current(): readonly Offer[] };
  offerWithCode(asked: { offer: string; code: string }): Offer;
};

/** What is for sale, to everybody and with a code. */
export function offersRoutes({ offers, offerWithCode }: Deps): Router {
  const router = Router();

  router.get(expressPath(billing.listOffers), (req, res) => {
    const { currency, locale } = parse(billing.listOffers.query, req.query);
    res.set('cache-control', 'public, max-age=60').json({
      data: offers
        .current()
        .filter(({ audience }) => audience === undefined)
        .map((offer) => ({
          ...offerResponse(currency === undefined ? offer : inMoneyOf(offer, currency), locale),
          currencies: currenciesOf(offer),
        })),
      nextCursor: null,
    });
  });

  router.get(expressPath(billing.promotedOffer), (req, res) => {
    const { key } = parse(billing.promotedOffer.params, req.params);
    const { code, locale } = parse(billing.promotedOffer.query, req.query);
    res.set('cache-control', 'no-store').json(offerResponse(offerWithCode({ offer: key, code }), locale));
  });

  return router;
}
