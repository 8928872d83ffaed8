import type Stripe from 'stripe';
import { changeMethod } from '../../domain/payment-method.ts';
import { refuse } from '../../domain/refusals.ts';
import { required } from '../../usecases/find.ts';
import { attach, detach, methodNamed, newCardMethod } from '../../usecases/payment-methods.ts';
import { needed } from '../params.ts';
import { call, metadataOf, pageOf, pagingMask } from '../route.ts';

const path = '/v1/payment_methods';

const billing = { address: true, email: true, name: true, phone: true } as const;

/** Cards are the only way to pay here. */
function checkCard(type: string | undefined): void {
  if (type !== undefined && type !== 'card')
    throw refuse('not_simulated', `Stripe knows ${type}; the simulator takes cards only.`, { param: 'type' });
}

export const paymentMethodRoutes = [
  call<Stripe.PaymentMethodCreateParams>('post', path, {
    simulates: {
      allow_redisplay: true,
      billing_details: billing,
      card: { cvc: true, exp_month: true, exp_year: true, number: true },
      metadata: true,
      type: true,
    },
    run({ unit, params }) {
      checkCard(needed(params.type, 'type'));
      const card = needed(params.card, 'card');
      return newCardMethod(unit, {
        number: needed(card.number, 'card[number]'),
        expMonth: needed(card.exp_month, 'card[exp_month]'),
        expYear: needed(card.exp_year, 'card[exp_year]'),
        billing: params.billing_details ?? {},
        redisplay: params.allow_redisplay as 'always' | undefined,
        metadata: metadataOf(params.metadata),
      });
    },
  }),
  call<object>('get', `${path}/:method`, {
    simulates: {},
    run: ({ unit, at }) => required(unit, 'payment_method', [at('method')]),
  }),
  call<Stripe.PaymentMethodUpdateParams>('post', `${path}/:method`, {
    simulates: {
      allow_redisplay: true,
      billing_details: billing,
      card: { exp_month: true, exp_year: true },
      metadata: true,
    },
    run({ unit, at, params: { allow_redisplay, billing_details, card, metadata } }) {
      const found = required(unit, 'payment_method', [at('method')]);
      const changed = changeMethod(found, {
        redisplay: allow_redisplay as 'always' | undefined,
        billing: billing_details ?? {},
        expMonth: card?.exp_month,
        expYear: card?.exp_year,
        metadata: metadataOf(metadata),
      });
      unit.save(changed, 'payment_method.updated');
      return changed;
    },
  }),
  call<Stripe.PaymentMethodAttachParams>('post', `${path}/:method/attach`, {
    simulates: { customer: true },
    run({ unit, at, params }) {
      const customer = required(unit, 'customer', [needed(params.customer, 'customer'), 'customer']);
      return attach(unit, methodNamed(unit, [at('method'), 'payment_method']), customer.id);
    },
  }),
  call<object>('post', `${path}/:method/detach`, {
    simulates: {},
    run: ({ unit, at }) => detach(unit, required(unit, 'payment_method', [at('method')])),
  }),
  call<Stripe.PaymentMethodListParams>('get', path, {
    simulates: { ...pagingMask, allow_redisplay: true, customer: true, type: true },
    run(given) {
      const { allow_redisplay: shownAgain, type } = given.params;
      return pageOf(given, 'payment_method', {
        url: path,
        where: { customer: given.params.customer },
        keep: ({ allow_redisplay, customer }) =>
          customer !== null && isCard(type) && (shownAgain ?? allow_redisplay) === allow_redisplay,
      });
    },
  }),
  call<Stripe.CustomerListPaymentMethodsParams>('get', '/v1/customers/:customer/payment_methods', {
    simulates: { ...pagingMask, allow_redisplay: true, type: true },
    run(given) {
      const { allow_redisplay: shownAgain, type } = given.params;
      const customer = required(given.unit, 'customer', [given.at('customer'), 'customer']);
      return pageOf(given, 'payment_method', {
        url: `/v1/customers/${customer.id}/payment_methods`,
        where: { customer: customer.id },
        keep: ({ allow_redisplay }) => isCard(type) && (shownAgain ?? allow_redisplay) === allow_redisplay,
      });
    },
  }),
  call<object>('get', '/v1/customers/:customer/payment_methods/:method', {
    simulates: {},
    run: ({ unit, at }) => required(unit, 'payment_method', [at('method')]),
  }),
];

const isCard = (type: string | undefined): boolean => type === undefined || type === 'card';
