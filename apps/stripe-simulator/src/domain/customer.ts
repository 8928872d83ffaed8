import { mergeMetadata, type Making, type Metadata } from './wire.ts';

export type Address = {
  readonly city: string | null;
  readonly country: string | null;
  readonly line1: string | null;
  readonly line2: string | null;
  readonly postal_code: string | null;
  readonly state: string | null;
};

export type AddressGiven = { readonly [K in keyof Address]?: string | null | undefined };

export type CustomField = { readonly name: string; readonly value: string };

type Shipping = { readonly address: Address; readonly name: string; readonly phone: string | null };

export type Customer = ReturnType<typeof newCustomer>;

type TaxExempt = 'exempt' | 'none' | 'reverse';

/** Empty text unsets, wherever it is allowed. */
export type CustomerTerms = {
  readonly email?: string | undefined;
  readonly name?: string | undefined;
  readonly business_name?: string | undefined;
  readonly individual_name?: string | undefined;
  readonly phone?: string | undefined;
  readonly description?: string | undefined;
  readonly address?: '' | AddressGiven | undefined;
  readonly shipping?:
    | ''
    | { readonly address: AddressGiven; readonly name: string; readonly phone?: string | undefined }
    | undefined;
  readonly preferred_locales?: readonly string[] | undefined;
  readonly metadata?: Metadata | undefined;
  readonly test_clock?: string | undefined;
  readonly tax_exempt?: TaxExempt | '' | undefined;
  readonly invoice_prefix?: string | undefined;
  readonly next_invoice_sequence?: number | undefined;
  readonly invoice_settings?:
    | {
        readonly custom_fields?: '' | readonly CustomField[] | undefined;
        readonly default_payment_method?: string | undefined;
        readonly footer?: string | undefined;
      }
    | undefined;
};

type InvoiceSettings = {
  readonly custom_fields: readonly CustomField[] | null;
  readonly default_payment_method: string | null;
  readonly footer: string | null;
  readonly rendering_options: null;
};

type Hidden = {
  readonly nextCharge: string | null;
  readonly balances?: Readonly<Record<string, number>>;
};

export function newCustomer(terms: CustomerTerms, { now, newId }: Making) {
  const id = newId('cus');
  return {
    ...namesOf(terms, {}),
    id,
    object: 'customer' as const,
    address: addressOf(terms.address),
    balance: 0,
    created: now,
    currency: null as string | null,
    customer_account: null,
    default_source: null,
    delinquent: false,
    description: orNull(terms.description),
    discount: null,
    email: orNull(terms.email),
    invoice_prefix: terms.invoice_prefix ?? id.slice(-8).toUpperCase(),
    invoice_settings: settingsOf(terms, {
      custom_fields: null,
      default_payment_method: null,
      footer: null,
      rendering_options: null,
    }),
    livemode: false,
    metadata: mergeMetadata({}, terms.metadata),
    name: orNull(terms.name),
    next_invoice_sequence: terms.next_invoice_sequence ?? 1,
    phone: orNull(terms.phone),
    preferred_locales: terms.preferred_locales ?? [],
    shipping: shippingOf(terms.shipping),
    tax_exempt: (terms.tax_exempt || 'none') as TaxExempt,
    test_clock: orNull(terms.test_clock),
    /** Never shown: what the next charge comes to, by request of a test, and the balances in other currencies than their own. */
    sim: { nextCharge: null } as Hidden,
  };
}

/** The customer after an update. What is not given stays. */
export function changeCustomer(customer: Customer, terms: CustomerTerms): Customer {
  const { business_name, individual_name, ...rest } = customer;
  return {
    ...rest,
    ...namesOf(terms, {
      ...(business_name === undefined ? {} : { business_name }),
      ...(individual_name === undefined ? {} : { individual_name }),
    }),
    address: terms.address === undefined ? customer.address : addressOf(terms.address),
    description: changed(terms.description, customer.description),
    email: changed(terms.email, customer.email),
    name: changed(terms.name, customer.name),
    phone: changed(terms.phone, customer.phone),
    preferred_locales: terms.preferred_locales ?? customer.preferred_locales,
    shipping: terms.shipping === undefined ? customer.shipping : shippingOf(terms.shipping),
    tax_exempt: terms.tax_exempt === '' ? 'none' : (terms.tax_exempt ?? customer.tax_exempt),
    metadata: mergeMetadata(customer.metadata, terms.metadata),
    invoice_prefix: terms.invoice_prefix ?? customer.invoice_prefix,
    next_invoice_sequence: terms.next_invoice_sequence ?? customer.next_invoice_sequence,
    invoice_settings: settingsOf(terms, customer.invoice_settings),
  };
}

const isOwn = (customer: Customer, currency: string): boolean =>
  customer.currency === null || customer.currency === currency;

/** What the next invoice in this currency adds (above zero) or takes off. */
export const balanceIn = (customer: Customer, currency: string): number =>
  isOwn(customer, currency) ? customer.balance : (customer.sim.balances?.[currency] ?? 0);

/** The customer with this balance in this currency, which becomes their own if they had none. */
export const withBalanceIn = (customer: Customer, currency: string, balance: number): Customer =>
  isOwn(customer, currency)
    ? { ...customer, balance, currency }
    : { ...customer, sim: { ...customer.sim, balances: { ...customer.sim.balances, [currency]: balance } } };

/** All balances as Stripe shows them on request: above zero is in the customer's favour. */
export const creditBalances = ({ balance, currency, sim }: Customer): Readonly<Record<string, number>> =>
  Object.fromEntries(
    Object.entries({ ...(currency === null ? {} : { [currency]: balance }), ...sim.balances }).map(
      ([name, amount]) => [name, 0 - amount],
    ),
  );

const orNull = (text: string | null | undefined): string | null => text || null;
export const changed = (given: string | undefined, current: string | null): string | null =>
  given === undefined ? current : orNull(given);

type Names = { readonly business_name?: string; readonly individual_name?: string };

/** Stripe leaves these keys out where they are not set. */
const namesOf = (
  given: Pick<CustomerTerms, keyof Names>,
  { business_name, individual_name }: Names,
): Names => {
  const business = changed(given.business_name, business_name ?? null);
  const individual = changed(given.individual_name, individual_name ?? null);
  return {
    ...(business === null ? {} : { business_name: business }),
    ...(individual === null ? {} : { individual_name: individual }),
  };
};

const settingsOf = (
  { invoice_settings: given }: CustomerTerms,
  current: InvoiceSettings,
): InvoiceSettings => ({
  ...current,
  custom_fields:
    given?.custom_fields === undefined ? current.custom_fields : customFieldsOf(given.custom_fields),
  default_payment_method: changed(given?.default_payment_method, current.default_payment_method),
  footer: changed(given?.footer, current.footer),
});

/** What stands on an invoice beside what it sells; none of it is null. */
export const customFieldsOf = (given: '' | readonly CustomField[]): readonly CustomField[] | null =>
  given === '' || given.length === 0 ? null : given;

export const addressOf = (given: '' | AddressGiven | undefined): Address | null =>
  given === undefined || given === ''
    ? null
    : {
        city: orNull(given.city),
        country: orNull(given.country),
        line1: orNull(given.line1),
        line2: orNull(given.line2),
        postal_code: orNull(given.postal_code),
        state: orNull(given.state),
      };

const shippingOf = (given: CustomerTerms['shipping']): Shipping | null =>
  given === undefined || given === ''
    ? null
    : { address: addressOf(given.address) as Address, name: given.name, phone: orNull(given.phone) };
