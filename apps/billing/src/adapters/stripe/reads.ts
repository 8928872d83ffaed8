import { money, toUnix } from '@gatefold/kernel';
import Stripe from 'stripe';
import { refuseCommon } from '@gatefold/service-kit';
import type { Lane, StripeReads } from '../../usecases/stripe-ports.ts';
import type { Budget } from './budget.ts';
import { fromStripe, transactionFrom } from './from-stripe.ts';
import { heardNames } from './heard.ts';
import { incomingFrom } from './incoming.ts';
import { invoicePages } from './invoice-pages.ts';
import { answeredAt } from './stripe-time.ts';

type Deps = { stripe: Stripe; budget: Budget };
export type Read = <T>(lane: Lane, ask: () => Promise<T>) => Promise<T>;

/** A page as large as Stripe makes them. A customer has that many invoices after seven years. */
const limit = 100;

/** Asks Stripe once it is the lane's turn. */
export const within =
  (budget: Budget): Read =>
  async (lane, ask) => {
    await budget.take(lane);
    return ask().catch((error: unknown) => {
      if (error instanceof Stripe.errors.StripeRateLimitError) budget.backOff();
      throw unreachable(error);
    });
  };

export function stripeReads({ stripe, budget }: Deps): StripeReads {
  const read = within(budget);

  return {
    customer: readCustomer(stripe, read),
    cardOf: readCard(stripe, read),
    ...invoicePages({ stripe, read }),

    async *balanceTransactions(since, until) {
      const created = { gte: toUnix(since), ...(until && { lt: toUnix(until) }) };
      const pages = pagesOf((after) =>
        read('sweep', () =>
          stripe.balanceTransactions.list({ created, limit, expand: ['data.source'], ...after }),
        ),
      );
      for await (const page of pages) yield page.map(transactionFrom);
    },

    async balance() {
      const { available, pending } = await read('rest', () => stripe.balance.retrieve());
      const sums = new Map<string, bigint>();
      for (const { currency, amount } of [...available, ...pending])
        sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(amount));
      return [...sums].map(([currency, amount]) => money(amount, currency));
    },

    async *events(since) {
      const created = { gte: toUnix(since) };
      for (const types of namesAtOnce) {
        const pages = pagesOf((after) =>
          read('sweep', () => stripe.events.list({ created, types: [...types], limit, ...after })),
        );
        for await (const page of pages)
          yield page.map((event) => ({
            id: event.id,
            read: () => incomingFrom(Buffer.from(JSON.stringify(event))),
          }));
      }
    },
  };
}

/** By so many names Stripe filters a list at most. */
const NAMES = 20;
const namesAtOnce = Array.from({ length: Math.ceil(heardNames.length / NAMES) }, (_, index) =>
  heardNames.slice(index * NAMES, (index + 1) * NAMES),
);

/** Read side by side; disputes only for a payment that is disputed. */
const readCustomer =
  (stripe: Stripe, read: Read): StripeReads['customer'] =>
  async (customer, lane, from) => {
    const listed = { customer, limit, ...(from && { created: { gte: toUnix(from) } }) };
    const [subscriptions, invoices, charges] = await Promise.all([
      from === null ? read(lane, () => listSubscriptions(stripe, customer)) : null,
      read(lane, () => stripe.invoices.list({ ...listed, expand: from === null ? PAYMENTS : WITH_THEIRS })),
      read(lane, () => stripe.charges.list({ ...listed, expand: ['data.refunds'] })),
    ]);
    const disputed = charges.data.filter((charge) => charge.disputed);
    const disputes = await Promise.all(
      disputed.map(({ id }) => read(lane, () => stripe.disputes.list({ charge: id, limit: 1 }))),
    );
    const shown = subscriptions?.data ?? subscriptionsOf(invoices.data);
    const seen = fromStripe({
      subscriptions: shown,
      invoices: invoices.data,
      charges: charges.data,
      disputes: disputes.flatMap(({ data }) => data),
    });
    const answers = [invoices, charges, ...(subscriptions === null ? [] : [subscriptions])];
    return { ...seen, at: answeredAt(answers, shown) };
  };

const PAYMENTS = ['data.payments'];
/** As deep as Stripe goes; so their cards are only named. */
const WITH_THEIRS = [...PAYMENTS, 'data.parent.subscription_details.subscription'];

const listSubscriptions = (stripe: Stripe, customer: string) =>
  stripe.subscriptions.list({ customer, status: 'all', limit, expand: ['data.default_payment_method'] });

/** What these invoices belong to, where it was asked for with them. */
function subscriptionsOf(invoices: readonly Stripe.Invoice[]): Stripe.Subscription[] {
  const found = invoices.map(({ parent }) => parent?.subscription_details?.subscription);
  const shown = found.filter((one) => typeof one === 'object');
  return [...new Map(shown.map((one) => [one.id, one])).values()];
}

const readCard =
  (stripe: Stripe, read: Read): StripeReads['cardOf'] =>
  async (sessionId, lane) => {
    const session = await read(lane, () =>
      stripe.checkout.sessions.retrieve(sessionId, { expand: ['setup_intent'] }),
    );
    const intent = session.setup_intent;
    if (session.status !== 'complete' || intent === null || typeof intent === 'string') return null;
    const method = intent.payment_method;
    if (method === null) return null;
    return { paymentMethodId: typeof method === 'string' ? method : method.id };
  };

/** The pages of a list, newest first, as Stripe gives them: after an outage there are more than memory would hold. */
async function* pagesOf<T extends { id: string }>(
  pageAfter: (after: { starting_after?: string }) => Promise<{ data: T[]; has_more: boolean }>,
): AsyncGenerator<T[]> {
  let last: T | undefined;
  for (;;) {
    const { data, has_more } = await pageAfter(last === undefined ? {} : { starting_after: last.id });
    yield data;
    last = data.at(-1);
    if (!has_more || last === undefined) return;
  }
}

/** What Stripe did not answer is told to callers as such; its own words stay in our log. */
export function unreachable(error: unknown): unknown {
  const isTheirs =
    error instanceof Stripe.errors.StripeConnectionError ||
    error instanceof Stripe.errors.StripeAPIError ||
    error instanceof Stripe.errors.StripeRateLimitError;
  return isTheirs ? Object.assign(refuseCommon('temporarily-unavailable'), { cause: error }) : error;
}
