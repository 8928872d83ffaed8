import { z } from 'zod';
import { changeCustomer, newCustomer } from '../../domain/customer.ts';
import { hasEnded } from '../../domain/subscription.ts';
import { required } from '../../usecases/find.ts';
import { ownedBy } from '../../usecases/payment-methods.ts';
import { endSubscription } from '../../usecases/subscription-standing.ts';
import type { Unit } from '../../usecases/ports.ts';
import { created, id, many, metadata, paging, text } from '../params.ts';
import { refuse } from '../../domain/refusals.ts';
import { deleted, pageOf, route } from '../route.ts';

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
});

const creation = customer.extend({ payment_method: id.optional() });

export const customerRoutes = [
  route('post', '/v1/customers', {
    params: creation,
    run({ unit, params: { payment_method, ...terms } }) {
      if (payment_method !== undefined)
        throw refuse('not_simulated', 'Attach a payment method after creating the customer.', {
          param: 'payment_method',
        });
      const made = newCustomer(terms, unit);
      unit.save(made, 'customer.created');
      return made;
    },
  }),
  route('get', '/v1/customers/search', {
    params: z.strictObject({ query: text, limit: paging.limit, page: text.optional() }),
    run: ({ unit, params: { query, limit } }) => {
      const data = searched(unit, query, limit);
      return {
        plain: {
          object: 'search_result',
          url: '/v1/customers/search',
          has_more: false,
          next_page: null,
          data,
        },
      };
    },
  }),
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

/** The one form of query that is known: `email:'…'` or `metadata['key']:'…'`, alone or joined by AND. */
function searched(unit: Unit, query: string, limit: number) {
  const clauses = query.split(/\s+AND\s+/).map((clause) => {
    const matched = /^(?:(email|name|phone)|metadata\[["'](.+?)["']\])\s*:\s*["'](.*)["']$/.exec(
      clause.trim(),
    );
    if (matched === null)
      throw refuse('not_simulated', `This search is not simulated: ${clause}`, { param: 'query' });
    return {
      field: matched[1] as 'email' | 'name' | 'phone' | undefined,
      key: matched[2] ?? '',
      value: matched[3] ?? '',
    };
  });
  const page = unit.page('customer', {
    where: {},
    limit,
    keep: (found) =>
      clauses.every(({ field, key, value }) =>
        field === undefined
          ? found.metadata[key] === value
          : found[field]?.toLowerCase() === value.toLowerCase(),
      ),
  });
  return page?.data ?? [];
}
