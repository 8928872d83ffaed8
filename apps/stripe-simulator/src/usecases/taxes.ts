import type { Customer } from '../domain/customer.ts';
import type { Subscription } from '../domain/subscription.ts';
import { automaticRate, newTaxRate, type TaxRate } from '../domain/tax.ts';
import { required } from './find.ts';
import type { Unit } from './ports.ts';

type Taxing = {
  readonly rates: readonly TaxRate[];
  readonly automaticTax: 'complete' | 'requires_location_inputs' | null;
};

type Settings = Pick<Subscription, 'automatic_tax' | 'default_tax_rates'>;

/** The rates that count for what a customer is invoiced: those that were set, or automatic ones by where they live. */
export function taxesFor(
  unit: Unit,
  { automatic_tax, default_tax_rates }: Settings,
  customer: Customer,
): Taxing {
  if (!automatic_tax.enabled) return { rates: default_tax_rates, automaticTax: null };
  const country = customer.address?.country ?? null;
  if (country === null) return { rates: [], automaticTax: 'requires_location_inputs' };
  const rate = customer.tax_exempt === 'exempt' ? null : rateOf(unit, country);
  return { rates: rate === null ? [] : [rate], automaticTax: 'complete' };
}

/** Made when a country first comes up, and the same ever after. */
function rateOf(unit: Unit, country: string): TaxRate | null {
  const id = `txr_automatic${country}`;
  const known = unit.find('tax_rate', id);
  if (known !== null) return known;
  const terms = automaticRate(country);
  if (terms === null) return null;
  const rate = { ...newTaxRate(terms, unit), id };
  unit.save(rate);
  return rate;
}

export const ratesNamed = (unit: Unit, ids: readonly string[], param: string): TaxRate[] =>
  ids.map((id) => required(unit, 'tax_rate', [id, param]));
