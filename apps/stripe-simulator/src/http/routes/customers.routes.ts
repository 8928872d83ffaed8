import { z } from 'zod';
import { changeCustomer, newCustomer } from '../../domain/customer.ts';
import { hasEnded } from '../../domain/subscription.ts';
import { required } from '../../usecases/find.ts';
import { ownedBy } from '../../usecases/payment-methods.ts';
import { endSubscription } from '../../usecases/subscription-standing.ts';
import { created, id, many, metadata, paging, text } from '../params.ts';
import { refuse } from '../../domain/refusals.ts';
import { deleted, pageOf, route } from '../route.ts';
import { searchRoute } from '../search.ts';

const address = z.strictObject({
  city: text.optional(),
  country: text.optional(),
  line1: text.optional(),
  line2: text.optional(),
  postal_code: text.optional(),
  state: text.optional(),
});

const customer = z.strictObject({
  address: z
    .union([z.literal('').transform(() => undefined), address])
    .transform((given) => given as Record<string, string> | undefined)
    .optional(),
  description: text.optional(),
  email: text.optional(),
  invoice_settings: z.strictObject({ default_payment_method: z.string().optional() }).optional(),
  metadata: metadata.optional(),
  name: text.optional(),
  phone: text.optional(),
  preferred_locales: many(text).optional(),
  tax_exempt: z.enum(['exempt', 'none', 'reverse']).optional(),
});

const creation = customer.extend({ payment_method: id.optional(), test_clock: id.optional() });

export const customerRoutes = [
  route('post', '/v1/customers', {
    params: creation,
    run({ unit, params: { payment_method, ...terms } }) {
      if (payment_method !== undefined)
        throw refuse('not_simulated', 'Attach a payment method after creating the customer.', {
          param: 'payment_method',
        });
      if (terms.test_clock !== undefined)
        required(unit, 'test_helpers.test_clock', [terms.test_clock, 'test_clock']);
      const made = newCustomer(terms, unit);
      unit.save(made, 'customer.created');
      return made;
    },
  }),
  searchRoute('customer', '/v1/customers/search', ({ email, name, phone, metadata }) => ({
    email,
    name,
    phone,
    metadata,
  })),
  route('get', '/v1/customers/:customer', {
    params: z.strictObject({}),
    run({ unit, at }) {
      const found = unit.recall('customer', at('customer'));
      if (found !== null && unit.find('customer', found.id) === null) return deleted('customer', found.id);
      return required(unit, 'customer', [at('customer')]);
    },
  }),
  route('post', '/v1/customers/:customer', {
    params: customer,
    run({ unit, at, params }) {
      const found = required(unit, 'customer', [at('customer')]);
      const card = params.invoice_settings?.default_payment_method;
      if (card !== undefined && card !== '')
        ownedBy(unit, found.id, [card, 'invoice_settings[default_payment_method]']);
      const changed = changeCustomer(found, params);
      unit.save(changed, 'customer.updated');
      return changed;
    },
  }),
  route('delete', '/v1/customers/:customer', {
    params: z.strictObject({}),
    run({ unit, at }) {
      const found = required(unit, 'customer', [at('customer')]);
      for (const subscription of unit.list('subscription', { customer: found.id }))
        if (!hasEnded(subscription))
          endSubscription(unit, subscription, { reason: 'cancellation_requested' });
      unit.remove(found, 'customer.deleted');
      return deleted('customer', found.id);
    },
  }),
  route('get', '/v1/customers', {
    params: z.strictObject({ ...paging, created, email: text.optional() }),
    run: (call) =>
      pageOf(call, 'customer', {
        url: '/v1/customers',
        where: { created: call.params.created },
        keep: ({ email }) => call.params.email === undefined || email === call.params.email,
      }),
  }),
];
