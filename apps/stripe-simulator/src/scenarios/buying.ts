import type Stripe from 'stripe';
import { cards, DAY, turns, type Scenario, type Stage } from './stage.ts';

const bought: readonly string[] = [
  'customer.created',
  'payment_method.attached',
  'invoiceitem.created',
  'invoice.created draft 100',
  'payment_intent.created requires_payment_method 100',
  'invoice.finalized open 100',
  'charge.succeeded succeeded 100',
  'payment_intent.succeeded succeeded 100',
  'customer.subscription.created trialing',
  'invoice.updated paid 100',
  'invoice.paid paid 100',
  'invoice.payment_succeeded paid 100',
  'invoice_payment.paid paid 100',
  'charge.updated succeeded 100',
];

/** A page for the list price alone: nothing is due before the trial is over. */
const openTrial = async ({ stripe, offer, customer }: Stage): Promise<Stripe.Checkout.Session> =>
  stripe.checkout.sessions.create({
    mode: 'subscription',
    customer: await customer(),
    line_items: [{ price: offer.list, quantity: 1 }],
    subscription_data: { trial_period_days: 28 },
    success_url: 'http://localhost:1/return',
  });

/** §2.2, flow 1. */
export const buying: readonly Scenario[] = [
  {
    name: '01-paid-introduction',
    says: 'The first four weeks are paid on the hosted page',
    needsSimulator: true,
    steps: [
      {
        says: 'a reader takes the offer and pays $1',
        act: (stage) => stage.subscribe(),
        then: [...bought, 'checkout.session.completed'],
        shows: {
          read: async (stage) =>
            (await stage.invoices()).map(({ amount_paid, total_discount_amounts }) => ({
              amount_paid,
              discounted: (total_discount_amounts ?? []).reduce((sum, { amount }) => sum + amount, 0),
            })),
          // The coupon is for the subscription's product and takes nothing off the dollar.
          is: [{ amount_paid: 100, discounted: 0 }],
        },
      },
    ],
  },
  {
    name: '01b-abandoned-checkout',
    says: 'A page that nobody pays on is over after a day',
    needsSimulator: true,
    steps: [
      { says: 'a page is opened', act: openTrial },
      turns('a second before its day is over', DAY - 1, []),
      turns('the day is over', 1, ['checkout.session.expired']),
    ],
  },
  {
    name: '01c-free-trial',
    says: 'A trial without a first price charges nothing and saves the card',
    needsSimulator: true,
    steps: [
      {
        says: 'a reader takes the trial',
        act: async (stage) => stage.press((await openTrial(stage)).url ?? '', { cardNumber: cards.good }),
        shows: {
          read: async ({ stripe, customer }) => {
            const of = { customer: await customer() };
            const [session] = (await stripe.checkout.sessions.list(of)).data;
            return {
              charges: (await stripe.charges.list(of)).data.length,
              cards: (await stripe.customers.listPaymentMethods(of.customer)).data.length,
              payment: session?.payment_status,
            };
          },
          is: { charges: 0, cards: 1, payment: 'no_payment_required' },
        },
      },
    ],
  },
];
