type Props = {
  /** Minor units as text: 1990 EUR is €19.90. */
  readonly amount: string;
  /** ISO 4217. */
  readonly currency: string;
  readonly locale?: string;
};

/** An exact amount with all its digits and its currency, for columns: figures of one width. */
export function Money({ amount, currency, locale = 'en-US' }: Props) {
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return (
    <data className="num" value={`${amount} ${currency}`}>
      {format.format(decimal(amount, digits))}
    </data>
  );
}

/** As text, since a number is not exact beyond 2^53. */
function decimal(amount: string, digits: number): Intl.StringNumericLiteral {
  const figures = amount.replace('-', '').padStart(digits + 1, '0');
  const cut = figures.length - digits;
  const sign = amount.startsWith('-') ? '-' : '';
  return `${sign}${figures.slice(0, cut)}${digits > 0 ? `.${figures.slice(cut)}` : ''}` as Intl.StringNumericLiteral;
}
