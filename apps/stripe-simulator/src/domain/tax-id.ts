import type { Making } from './wire.ts';

/** The kinds that publishers' readers have; Stripe knows a hundred more, which are kept as given. */
type TaxIdType = 'eu_vat' | 'gb_vat' | 'us_ein';

export type TaxId = ReturnType<typeof newTaxId>;

export const newTaxId = (
  { customer, type, value }: { readonly customer: string; readonly type: TaxIdType; readonly value: string },
  { now, newId }: Making,
) => ({
  id: newId('txi'),
  object: 'tax_id' as const,
  country: type.slice(0, 2).toUpperCase(),
  created: now,
  customer,
  customer_account: null,
  livemode: false,
  owner: { customer, customer_account: null, type: 'customer' as const },
  type,
  value,
  verification: { status: 'pending' as const, verified_address: null, verified_name: null },
});
