import type Stripe from 'stripe';
import { newTaxId } from '../../domain/tax-id.ts';
import { newTaxRate } from '../../domain/tax.ts';
import { refuse } from '../../domain/refusals.ts';
import { mergeMetadata } from '../../domain/wire.ts';
import { required } from '../../usecases/find.ts';
import { call, createdRange, deleted, metadataOf, pageOf, pagingMask } from '../route.ts';

const rates = '/v1/tax_rates';
const ids = '/v1/customers/:customer/tax_ids';

export const taxRoutes = [
  call<Stripe.TaxRateCreateParams>('post', rates, {
    simulates: {
      display_name: true,
      inclusive: true,
      percentage: true,
      active: true,
      country: true,
      description: true,
      jurisdiction: true,
      metadata: true,
      state: true,
      tax_type: true,
    },
    run({ unit, params: { metadata, tax_type, ...terms } }) {
      if (terms.percentage < 0 || terms.percentage > 100)
        throw refuse('parameter_invalid', 'A percentage is between 0 and 100.', { param: 'percentage' });
      const made = newTaxRate(
        { ...terms, tax_type: tax_type as 'vat' | undefined, metadata: metadataOf(metadata) },
        unit,
      );
      unit.save(made, 'tax_rate.created');
      return made;
    },
  }),
  call<object>('get', `${rates}/:rate`, {
    simulates: {},
    run: ({ unit, at }) => required(unit, 'tax_rate', [at('rate')]),
  }),
  call<Stripe.TaxRateUpdateParams>('post', `${rates}/:rate`, {
    simulates: { active: true, description: true, display_name: true, metadata: true },
    run({ unit, at, params }) {
      const found = required(unit, 'tax_rate', [at('rate')]);
      const changed = {
        ...found,
        active: params.active ?? found.active,
        description: params.description ?? found.description,
        display_name: params.display_name ?? found.display_name,
        metadata: mergeMetadata(found.metadata, metadataOf(params.metadata)),
      };
      unit.save(changed, 'tax_rate.updated');
      return changed;
    },
  }),
  call<Stripe.TaxRateListParams>('get', rates, {
    simulates: { ...pagingMask, active: true, created: true, inclusive: true },
    run: (given) =>
      pageOf(given, 'tax_rate', {
        url: rates,
        where: { created: createdRange(given.params.created) },
        keep: ({ active, inclusive }) =>
          (given.params.active ?? active) === active && (given.params.inclusive ?? inclusive) === inclusive,
      }),
  }),
  call<Stripe.CustomerCreateTaxIdParams>('post', ids, {
    simulates: { type: true, value: true },
    run({ unit, at, params }) {
      const customer = required(unit, 'customer', [at('customer'), 'customer']);
      const made = newTaxId(
        { customer: customer.id, type: params.type as 'eu_vat', value: params.value },
        unit,
      );
      unit.save(made, 'customer.tax_id.created');
      return made;
    },
  }),
  call<object>('get', `${ids}/:id`, {
    simulates: {},
    run: ({ unit, at }) => required(unit, 'tax_id', [at('id')]),
  }),
  call<object>('delete', `${ids}/:id`, {
    simulates: {},
    run({ unit, at }) {
      const found = required(unit, 'tax_id', [at('id')]);
      unit.remove(found, 'customer.tax_id.deleted');
      return deleted('tax_id', found.id);
    },
  }),
  call<Stripe.CustomerListTaxIdsParams>('get', ids, {
    simulates: pagingMask,
    run(given) {
      const customer = required(given.unit, 'customer', [given.at('customer'), 'customer']);
      return pageOf(given, 'tax_id', {
        url: `/v1/customers/${customer.id}/tax_ids`,
        where: { customer: customer.id },
      });
    },
  }),
];
