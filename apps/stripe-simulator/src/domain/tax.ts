import { orNull, type Making, type Metadata } from './wire.ts';

export type TaxRate = ReturnType<typeof newTaxRate>;

export type TaxRateTerms = {
  readonly display_name: string;
  readonly inclusive: boolean;
  readonly percentage: number;
  readonly active?: boolean | undefined;
  readonly country?: string | undefined;
  readonly description?: string | undefined;
  readonly jurisdiction?: string | undefined;
  readonly metadata?: Metadata | undefined;
  readonly state?: string | undefined;
  readonly tax_type?: 'gst' | 'sales_tax' | 'vat' | undefined;
};

export const newTaxRate = (terms: TaxRateTerms, { now, newId }: Making) => ({
  id: newId('txr'),
  object: 'tax_rate' as const,
  active: terms.active ?? true,
  country: orNull(terms.country),
  created: now,
  description: orNull(terms.description),
  display_name: terms.display_name,
  effective_percentage: terms.percentage as number | null,
  flat_amount: null,
  inclusive: terms.inclusive,
  jurisdiction: orNull(terms.jurisdiction),
  jurisdiction_level: null,
  livemode: false,
  metadata: terms.metadata ?? {},
  percentage: terms.percentage,
  rate_type: 'percentage' as const,
  state: orNull(terms.state),
  tax_type: orNull(terms.tax_type),
});

/**
 * What automatic tax takes for a digital newspaper, by the customer's country: a small table for tests,
 * not advice. Percent; prices are without it. A country that is not in it is not taxed.
 */
const automatic: Readonly<Record<string, readonly [percentage: number, name: string]>> = {
  AT: [10, 'USt'],
  AU: [10, 'GST'],
  BE: [6, 'BTW'],
  CA: [5, 'GST'],
  CH: [2.6, 'MWST'],
  DE: [7, 'USt'],
  ES: [4, 'IVA'],
  FR: [2.1, 'TVA'],
  GB: [0, 'VAT'],
  IE: [9, 'VAT'],
  IT: [4, 'IVA'],
  JP: [10, 'JCT'],
  NL: [9, 'BTW'],
  SE: [6, 'Moms'],
};

export const automaticRate = (country: string): TaxRateTerms | null => {
  const [percentage, display_name] = automatic[country] ?? [];
  if (percentage === undefined || display_name === undefined) return null;
  return { display_name, percentage, inclusive: false, country, tax_type: 'vat' };
};

export type Tax = {
  readonly amount: number;
  readonly tax_behavior: 'exclusive' | 'inclusive';
  readonly tax_rate_details: { readonly tax_rate: string };
  readonly taxability_reason: 'standard_rated' | 'zero_rated';
  readonly taxable_amount: number;
  readonly type: 'tax_rate_details';
};

/** Of what is left after discounts. An inclusive tax is a part of it, an exclusive one comes on top; rounded by line. */
export const taxesOn = (taxable: number, rates: readonly TaxRate[]): Tax[] =>
  rates.map(({ id, percentage, inclusive }) => {
    const amount = inclusive
      ? taxable - Math.round(taxable / (1 + percentage / 100))
      : Math.round((taxable * percentage) / 100);
    return {
      amount,
      tax_behavior: inclusive ? 'inclusive' : 'exclusive',
      tax_rate_details: { tax_rate: id },
      taxability_reason: percentage === 0 ? 'zero_rated' : 'standard_rated',
      taxable_amount: inclusive ? taxable - amount : taxable,
      type: 'tax_rate_details',
    };
  });

/** The taxes of all lines, one entry for each rate. */
export function totalTaxes(lines: readonly (readonly Tax[])[]): Tax[] {
  const byRate = new Map<string, Tax>();
  for (const tax of lines.flat()) {
    const { tax_rate } = tax.tax_rate_details;
    const known = byRate.get(tax_rate);
    byRate.set(
      tax_rate,
      known === undefined
        ? tax
        : {
            ...known,
            amount: known.amount + tax.amount,
            taxable_amount: known.taxable_amount + tax.taxable_amount,
          },
    );
  }
  return [...byRate.values()];
}

/** What taxes add to a price: inclusive ones add nothing. */
export const onTop = (taxes: readonly Tax[]): number =>
  taxes.reduce((sum, { amount, tax_behavior }) => sum + (tax_behavior === 'exclusive' ? amount : 0), 0);
