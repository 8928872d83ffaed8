import { fromUnix } from '@gatefold/kernel';
import Stripe from 'stripe';
import type { Offer } from '../../domain/offer.ts';
import { refuse } from '../../domain/refusals.ts';
import type { OpenCard, OpenSubscribe } from '../../usecases/page-ports.ts';
import type { OpenedSession, StripeWrites } from '../../usecases/stripe-ports.ts';
import { partsOf, trialDays } from '../../domain/sellable.ts';
import type { CatalogueWrites } from '../../usecases/catalogue-ports.ts';
import { applyOffer, makePart, makePrice, type CatalogueIds } from './catalogue.ts';
import { CHECKOUT_ID } from './from-stripe.ts';
import { performCall } from './perform-call.ts';
import { madeUnder } from './under-key.ts';
import { pageLanguage } from './page-language.ts';
import { unreachable } from './reads.ts';

type Deps = {
  stripe: Stripe;
  /** Where the title of this key is, else the main one. */
  siteOf: (title: string) => string;
};

/** Calls to Stripe that change something there, each with an idempotency key of its own. */
export function stripeWrites({ stripe, siteOf }: Deps): StripeWrites & CatalogueWrites {
  const idsOf = appliedOffers(stripe);

  return {
    makePart: (wanted) => told(makePart(stripe, wanted)),

    async createCustomer({ readerId, email, language = null }) {
      // Without the address, which the next try for this reader may not know: a key goes with one request only.
      const { id } = await told(
        madeUnder(`gatefold:customer:${readerId}`, (options) =>
          stripe.customers.create({ metadata: { gatefold_reader: readerId } }, options),
        ),
      );
      const preferred = language === null ? {} : { preferred_locales: [language] };
      if (email !== null) await told(stripe.customers.update(id, { email, ...preferred }));
      return id;
    },

    openSubscribe: (wanted) =>
      told(
        idsOf(wanted.offer).then((ids) =>
          madeUnder(`gatefold:checkout:${wanted.checkoutId}`, (options) =>
            stripe.checkout.sessions.create(
              subscribeSession(wanted, ids, siteOf(wanted.offer.publication)),
              options,
            ),
          ).catch(refusePromotion),
        ),
      ).then(openedFrom),

    closeSession: (sessionId) =>
      told(
        stripe.checkout.sessions.expire(sessionId).then(
          () => true,
          (error: unknown) => {
            if (error instanceof Stripe.errors.StripeInvalidRequestError) return false;
            throw error;
          },
        ),
      ),

    openCard: (wanted) =>
      told(
        madeUnder(`gatefold:card:${wanted.checkoutId}`, (options) =>
          stripe.checkout.sessions.create(cardSession(wanted, siteOf(wanted.title)), options),
        ),
      ).then(openedFrom),

    makePrice: (wanted) => told(makePrice(stripe, wanted)),

    perform: (call) => performCall(stripe, call),
  };
}

/** Brings an offer to Stripe's catalogue once per process; a failure is tried again by the next who asks. */
function appliedOffers(stripe: Stripe): (offer: Offer) => Promise<CatalogueIds> {
  const applied = new Map<string, Promise<CatalogueIds>>();
  return (offer) => {
    const name = [offer.key, offer.version, offer.inOther, offer.promotion?.code].join('.');
    const known = applied.get(name);
    if (known !== undefined) return known;
    const asked = applyOffer(stripe, offer);
    applied.set(name, asked);
    asked.catch(() => applied.delete(name));
    return asked;
  };
}

/** The last one has used it, or its time is over: Stripe keeps count. */
function refusePromotion(error: unknown): never {
  const isOver = error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'coupon_expired';
  throw isOver ? refuse('promotion-not-valid') : error;
}

const told = <T>(answer: Promise<T>): Promise<T> =>
  answer.catch((error: unknown) => {
    throw unreachable(error);
  });

function openedFrom({ id, url, expires_at }: Stripe.Checkout.Session): OpenedSession {
  if (url === null) throw new Error(`Stripe opened session ${id} without a page`);
  return { sessionId: id, url, expiresAt: fromUnix(expires_at) };
}

const returnUrl = (siteUrl: string, checkoutId: string): string =>
  `${siteUrl}/checkout/return?checkout=${checkoutId}&session_id={CHECKOUT_SESSION_ID}`;

/** One session sells the whole path, so that nothing is left to repair when it is paid. */
function subscribeSession(
  { checkoutId, customerId, offer, seats, language, consentText }: OpenSubscribe,
  { listPrice, introPrice, coupon }: CatalogueIds,
  siteUrl: string,
): Stripe.Checkout.SessionCreateParams {
  const { intro } = partsOf(offer.phases);
  const metadata = { [CHECKOUT_ID]: checkoutId };
  return {
    mode: 'subscription',
    customer: customerId,
    client_reference_id: checkoutId,
    metadata,
    line_items: [
      { price: listPrice, quantity: seats ?? 1 },
      ...(introPrice === null ? [] : [{ price: introPrice, quantity: 1 }]),
    ],
    ...(coupon === null ? {} : { discounts: [{ coupon }] }),
    subscription_data: {
      metadata,
      ...(intro === null
        ? {}
        : {
            trial_period_days: trialDays(intro.interval) ?? 0,
            trial_settings: { end_behavior: { missing_payment_method: 'cancel' } },
          }),
    },
    payment_method_collection: 'always',
    // The path is frozen in one currency.
    adaptive_pricing: { enabled: false },
    ...pageLanguage(language),
    custom_text: { submit: { message: consentText } },
    success_url: returnUrl(siteUrl, checkoutId),
    cancel_url: `${siteUrl}/offer`,
  };
}

const cardSession = (
  { checkoutId, customerId, language = null }: OpenCard,
  siteUrl: string,
): Stripe.Checkout.SessionCreateParams => ({
  mode: 'setup',
  ...pageLanguage(language),
  currency: 'usd',
  customer: customerId,
  client_reference_id: checkoutId,
  metadata: { [CHECKOUT_ID]: checkoutId },
  success_url: returnUrl(siteUrl, checkoutId),
});
