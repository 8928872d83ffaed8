import { catalogue } from './paper.ts';
import type { Billing } from './harness.ts';

export const cards = { good: '4242 4242 4242 4242', failsLater: '4000 0000 0000 0341' } as const;

const consentOf = (offer: string) => ({
  version: catalogue.find(({ key }) => key === offer)?.consent.version ?? '',
  accepted: true,
});
const consent = consentOf('digital');

export type Answer = {
  id: string;
  readerId: string;
  orderNumber: string;
  phase: string;
  endReason: string | null;
  standing: string;
  intent: string;
  paidThrough: string | null;
  endedAt: string | null;
  retryAt: string | null;
  certificateNumber: string | null;
  stripeSubscriptionId: string;
  revision: string;
  nextCharge: { at: string; amount: { amount: string }; phase: string } | null;
};

/** As it is typed, when its last month matters. */
export type TypedCard = { readonly number: string; readonly expiry: string };

/** A person at billing's and Stripe's doors, with the development token for what the site would do for them. */
export function createBuyer(billing: Billing) {
  const as = async (method: 'get' | 'post' | 'put', where: string, body?: object) => {
    const call = billing.api[method](where).set('authorization', `Bearer ${await billing.tokenOf('dev')}`);
    return body === undefined ? call : call.send(body);
  };

  return {
    as,
    open: (body: object, key?: string) => {
      const call = billing.api.post('/v1/checkouts');
      return (key === undefined ? call : call.set('idempotency-key', key)).send({
        offer: 'digital',
        returnTo: '/articles/harbour-dredging-stalls',
        consent,
        ...body,
      });
    },

    /** Fills the hosted page in, as a browser would; answers where it leads. */
    async pay(
      url: string,
      card: string | TypedCard = cards.good,
      email = 'ada@meridian.example',
    ): Promise<string> {
      const { number, expiry } = typeof card === 'string' ? { number: card, expiry: '12 / 34' } : card;
      const response = await fetch(url, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({
          email,
          cardNumber: number,
          cardExpiry: expiry,
          cardCvc: '123',
          billingName: 'A Reader',
        }),
      });
      const location = response.headers.get('location');
      if (location === null) throw new Error(`the hosted page answered ${response.status}`);
      return location;
    },

    async complete(checkoutId: string) {
      return billing.api.post(`/v1/checkouts/${checkoutId}/return`).expect(200);
    },

    /** From the typed address to the paid subscription. */
    async buy(email: string, card: string | TypedCard = cards.good, offer = 'digital') {
      const opened = await this.open({ email, offer, consent: consentOf(offer) }).expect(201);
      const { id, url, readerId } = opened.body as { id: string; url: string; readerId: string };
      await this.pay(url, card, email);
      const { body } = await this.complete(id);
      return { checkoutId: id, readerId, subscription: (body as { subscription: Answer }).subscription };
    },

    async subscription(id: string): Promise<Answer> {
      return (await as('get', `/v1/subscriptions/${id}`)).body as Answer;
    },

    async charges(id: string) {
      const { body } = await as('get', `/v1/subscriptions/${id}/charges`);
      return (body as { data: ChargeAnswer[] }).data;
    },

    /** Amounts that were paid, in cents, oldest first. */
    async paid(id: string): Promise<string[]> {
      const charges = await this.charges(id);
      return charges.filter(({ status }) => status === 'paid').map(({ amount }) => amount.amount);
    },

    async changeCard(id: string, card: string | TypedCard): Promise<void> {
      const { body } = await as('post', `/v1/subscriptions/${id}/card-update`, { returnTo: '/account' });
      const back = new URL(await this.pay((body as { url: string }).url, card));
      await this.complete(back.searchParams.get('checkout') ?? '');
    },

    /** Null for everything that is left. */
    async refund(
      chargeId: string,
      key: string,
      amount: bigint | null = null,
      reason = 'requested_by_customer',
    ) {
      const body = {
        reason,
        ...(amount === null ? {} : { amount: { amount: amount.toString(), currency: 'USD' } }),
      };
      return billing.api
        .post(`/v1/charges/${chargeId}/refund`)
        .set('authorization', `Bearer ${await billing.tokenOf('dev')}`)
        .set('idempotency-key', key)
        .send(body);
    },
  };
}

export type ChargeAnswer = {
  id: string;
  status: string;
  phase: string;
  amount: { amount: string };
  refunded: { amount: string };
};
