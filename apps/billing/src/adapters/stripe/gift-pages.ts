import type Stripe from 'stripe';
import type { GiftPages } from '../../usecases/gift-ports.ts';
import { giftPrice } from './catalogue.ts';
import { GIFT_ID } from './from-stripe.ts';
import { pageLanguage } from './page-language.ts';
import { unreachable } from './reads.ts';
import { madeUnder } from './under-key.ts';

type Deps = {
  stripe: Stripe;
  /** Where the title of this key is, else the main one. */
  siteOf: (title: string) => string;
};

/** The hosted page on which a gift is paid: once, with nothing to renew. */
export const giftPages = ({ stripe, siteOf }: Deps): GiftPages => ({
  async openGift({ giftId, customerId, offer, language }) {
    const siteUrl = siteOf(offer.publication);
    const metadata = { [GIFT_ID]: giftId };
    const pageOf = (price: string): Stripe.Checkout.SessionCreateParams => ({
      mode: 'payment',
      ...pageLanguage(language),
      customer: customerId,
      client_reference_id: giftId,
      metadata,
      payment_intent_data: { metadata },
      line_items: [{ price, quantity: 1 }],
      adaptive_pricing: { enabled: false },
      custom_text: { submit: { message: offer.text } },
      success_url: `${siteUrl}/give/return?gift=${giftId}`,
      cancel_url: `${siteUrl}/give`,
    });
    const opened = giftPrice(stripe, offer).then((price) =>
      madeUnder(`gatefold:gift:${giftId}`, (options) =>
        stripe.checkout.sessions.create(pageOf(price), options),
      ),
    );
    const { id, url } = await opened.catch((error: unknown) => {
      throw unreachable(error);
    });
    if (url === null) throw new Error(`Stripe opened session ${id} without a page`);
    return { sessionId: id, url };
  },
});
