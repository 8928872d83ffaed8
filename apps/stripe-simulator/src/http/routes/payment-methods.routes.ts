import { z } from 'zod';
import { mergeMetadata } from '../../domain/wire.ts';
import { required } from '../../usecases/find.ts';
import { attach, detach, methodNamed, newCardMethod } from '../../usecases/payment-methods.ts';
import { id, metadata, natural, paging, text } from '../params.ts';
import { pageOf, route } from '../route.ts';

const type = z.literal('card').optional();
const billing = z.strictObject({ email: text.optional(), name: text.optional() });

export const paymentMethodRoutes = [
  route('post', '/v1/payment_methods', {
    params: z.strictObject({
      billing_details: billing.optional(),
      card: z.strictObject({ cvc: text.optional(), exp_month: natural, exp_year: natural, number: text }),
      metadata: metadata.optional(),
      type: z.literal('card'),
    }),
    run({ unit, params: { card, billing_details = {} } }) {
      return newCardMethod(unit, {
        number: card.number,
        expMonth: card.exp_month,
        expYear: card.exp_year,
        billing: billing_details,
      });
    },
  }),
  route('get', '/v1/payment_methods/:method', {
    params: z.strictObject({}),
    run: ({ unit, at }) => required(unit, 'payment_method', [at('method')]),
  }),
  route('post', '/v1/payment_methods/:method', {
    params: z.strictObject({
      billing_details: billing.optional(),
      card: z.strictObject({ exp_month: natural.optional(), exp_year: natural.optional() }).optional(),
      metadata: metadata.optional(),
    }),
    run({ unit, at, params: { billing_details, card, metadata } }) {
      const found = required(unit, 'payment_method', [at('method')]);
      const changed = {
        ...found,
        billing_details: {
          ...found.billing_details,
          email: billing_details?.email ?? found.billing_details.email,
          name: billing_details?.name ?? found.billing_details.name,
        },
        card: {
          ...found.card,
          exp_month: card?.exp_month ?? found.card.exp_month,
          exp_year: card?.exp_year ?? found.card.exp_year,
        },
        metadata: mergeMetadata(found.metadata, metadata),
      };
      unit.save(changed, 'payment_method.updated');
      return changed;
    },
  }),
  route('post', '/v1/payment_methods/:method/attach', {
    params: z.strictObject({ customer: id }),
    run({ unit, at, params }) {
      const customer = required(unit, 'customer', [params.customer, 'customer']);
      return attach(unit, methodNamed(unit, [at('method'), 'payment_method']), customer.id);
    },
  }),
  route('post', '/v1/payment_methods/:method/detach', {
    params: z.strictObject({}),
    run: ({ unit, at }) => detach(unit, required(unit, 'payment_method', [at('method')])),
  }),
  route('get', '/v1/payment_methods', {
    params: z.strictObject({ ...paging, customer: id.optional(), type }),
    run: (call) =>
      pageOf(call, 'payment_method', {
        url: '/v1/payment_methods',
        where: { customer: call.params.customer },
        keep: ({ customer }) => customer !== null,
      }),
  }),
  route('get', '/v1/customers/:customer/payment_methods', {
    params: z.strictObject({ ...paging, type }),
    run(call) {
      const customer = required(call.unit, 'customer', [call.at('customer'), 'customer']);
      return pageOf(call, 'payment_method', {
        url: `/v1/customers/${customer.id}/payment_methods`,
        where: { customer: customer.id },
      });
    },
  }),
  route('get', '/v1/customers/:customer/payment_methods/:method', {
    params: z.strictObject({}),
    run: ({ unit, at }) => required(unit, 'payment_method', [at('method')]),
  }),
];
