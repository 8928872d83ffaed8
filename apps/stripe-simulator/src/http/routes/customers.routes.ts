import type Stripe from 'stripe';
import { changeCustomer, newCustomer, type Customer, type CustomerTerms } from '../../domain/customer.ts';
import { hasEnded } from '../../domain/subscription.ts';
import { newTaxId } from '../../domain/tax-id.ts';
import { refuse } from '../../domain/refusals.ts';
import { moveCustomerBalance } from '../../usecases/customer-balance.ts';
import { required } from '../../usecases/find.ts';
import { attach, methodNamed, ownedBy } from '../../usecases/payment-methods.ts';
import type { Unit } from '../../usecases/ports.ts';
import { endSubscription } from '../../usecases/subscription-standing.ts';
import type { Given } from '../mask.ts';
import { checkRange } from '../params.ts';
import { call, createdRange, deleted, metadataOf, pageOf, pagingMask } from '../route.ts';
import { searchRoute } from '../search.ts';

const path = '/v1/customers';

const details = {
  address: true,
  balance: true,
  business_name: true,
  description: true,
  email: true,
  individual_name: true,
  invoice_prefix: true,
  invoice_settings: { custom_fields: true, default_payment_method: true, footer: true },
  metadata: true,
  name: true,
  next_invoice_sequence: true,
  phone: true,
  preferred_locales: true,
  shipping: true,
  tax_exempt: true,
} as const;

type Creation = Given<Stripe.CustomerCreateParams>;
type Update = Given<Stripe.CustomerUpdateParams>;

function termsOf({ metadata, tax_exempt, ...given }: Creation | Update): CustomerTerms {
  if (given.invoice_prefix !== undefined && !/^[A-Z0-9]{3,12}$/.test(given.invoice_prefix))
    throw refuse('parameter_invalid', 'An invoice prefix is 3 to 12 capital letters or digits.', {
      param: 'invoice_prefix',
    });
  checkRange(given.next_invoice_sequence, 'next_invoice_sequence', [1]);
  return { ...given, metadata: metadataOf(metadata), tax_exempt: tax_exempt as 'none' | undefined };
}

export const customerRoutes = [
  call<Stripe.CustomerCreateParams>('post', path, {
    simulates: { ...details, payment_method: true, tax_id_data: true, test_clock: true },
    run: ({ unit, params }) => createCustomer(unit, params),
  }),
  searchRoute('customer', `${path}/search`, ({ email, name, phone, metadata }) => ({
    email,
    name,
    phone,
    metadata,
  })),
  call<object>('get', `${path}/:customer`, {
    simulates: {},
    run({ unit, at }) {
      const found = unit.recall('customer', at('customer'));
      if (found !== null && unit.find('customer', found.id) === null) return deleted('customer', found.id);
      return required(unit, 'customer', [at('customer')]);
    },
  }),
  call<Stripe.CustomerUpdateParams>('post', `${path}/:customer`, {
    simulates: details,
    run({ unit, at, params }) {
      const found = required(unit, 'customer', [at('customer')]);
      checkDefault(unit, found, params);
      const changed = changeCustomer(found, termsOf(params));
      unit.save(changed, 'customer.updated');
      return withBalance(unit, changed, params.balance);
    },
  }),
  call<object>('delete', `${path}/:customer`, {
    simulates: {},
    run({ unit, at }) {
      const found = required(unit, 'customer', [at('customer')]);
      for (const subscription of unit.list('subscription', { customer: found.id }))
        if (!hasEnded(subscription))
          endSubscription(unit, subscription, { reason: 'cancellation_requested' });
      unit.remove(found, 'customer.deleted');
      return deleted('customer', found.id);
    },
  }),
  call<Stripe.CustomerListParams>('get', path, {
    simulates: { ...pagingMask, created: true, email: true, test_clock: true },
    run(given) {
      const { created, email, test_clock } = given.params;
      return pageOf(given, 'customer', {
        url: path,
        where: { created: createdRange(created) },
        keep: (found) =>
          (email === undefined || found.email === email) &&
          (test_clock === undefined || found.test_clock === test_clock),
      });
    },
  }),
];

/** With the card, the tax ids and the credit that it comes with. */
function createCustomer(unit: Unit, given: Creation): Customer {
  if (given.test_clock !== undefined)
    required(unit, 'test_helpers.test_clock', [given.test_clock, 'test_clock']);
  const made = newCustomer(termsOf(given), unit);
  unit.save(made, 'customer.created');
  for (const { type, value } of given.tax_id_data ?? [])
    unit.save(
      newTaxId({ customer: made.id, type: type as 'eu_vat', value }, unit),
      'customer.tax_id.created',
    );
  return withBalance(unit, withCard(unit, made, given), given.balance);
}

/** A test token stands for one card, whether it is named once or as the default as well. */
function withCard(
  unit: Unit,
  made: Customer,
  { payment_method: named, invoice_settings }: Creation,
): Customer {
  const asDefault = invoice_settings?.default_payment_method;
  if (named === undefined) {
    checkDefault(unit, made, { invoice_settings });
    return made;
  }
  const card = attach(unit, methodNamed(unit, [named, 'payment_method']), made.id);
  if (asDefault === undefined) return made;
  const method =
    asDefault === named
      ? card
      : ownedBy(unit, made.id, [asDefault, 'invoice_settings[default_payment_method]']);
  const changed = changeCustomer(made, { invoice_settings: { default_payment_method: method.id } });
  unit.save(changed);
  return changed;
}

function checkDefault(
  unit: Unit,
  { id }: Customer,
  { invoice_settings }: Pick<Update, 'invoice_settings'>,
): void {
  const card = invoice_settings?.default_payment_method;
  if (card) ownedBy(unit, id, [card, 'invoice_settings[default_payment_method]']);
}

/** A balance that is set moves by the difference, so that its transactions add up to it. */
function withBalance(unit: Unit, customer: Customer, balance: number | undefined): Customer {
  if (balance === undefined || balance === customer.balance) return customer;
  moveCustomerBalance(unit, {
    customer: customer.id,
    amount: balance - customer.balance,
    currency: customer.currency ?? 'usd',
    type: 'adjustment',
  });
  return required(unit, 'customer', [customer.id]);
}
