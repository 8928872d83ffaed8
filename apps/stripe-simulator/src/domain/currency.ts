/** What Stripe takes. Three letters alone make no currency: with `nan` on a customer nothing else could be sold to them. */
const supported = new Set(
  [
    'aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bhd bif bmd bnd bob brl bsd bwp byn bzd cad cdf chf clp',
    'cny cop crc cve czk djf dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gnf gtq gyd hkd hnl htg huf idr ils inr',
    'isk jmd jod jpy kes kgs khr kmf krw kwd kyd kzt lak lbp lkr lrd lsl mad mdl mga mkd mmk mnt mop mur mvr mwk mxn',
    'myr mzn nad ngn nio nok npr nzd omr pab pen pgk php pkr pln pyg qar ron rsd rub rwf sar sbd scr sek sgd shp sle',
    'sos srd std szl thb tjs tnd top try ttd twd tzs uah ugx usd uyu uzs vnd vuv wst xaf xcd xcg xof xpf yer zar zmw',
  ].flatMap((line) => line.split(' ')),
);

/** The currency as answers have it, in lower case, or null for what is none. */
export function currencyNamed(given: string): string | null {
  const currency = given.toLowerCase();
  return supported.has(currency) ? currency : null;
}

/** How many minor units make one unit: 100 for most, none for some, 1000 for a few. */
const withoutMinor = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf ugx vnd vuv xaf xof xpf'.split(' '));
const withThree = new Set('bhd jod kwd omr tnd'.split(' '));

export const minorUnits = (currency: string): 1 | 100 | 1_000 =>
  withoutMinor.has(currency) ? 1 : withThree.has(currency) ? 1_000 : 100;

/** Below this no card is asked; it goes to the customer's balance instead. About half a dollar. */
const smallest: Readonly<Record<string, number>> = {
  aed: 200,
  aud: 50,
  cad: 50,
  chf: 50,
  dkk: 250,
  eur: 50,
  gbp: 30,
  jpy: 50,
  nok: 300,
  sek: 300,
  usd: 50,
};
export const smallestCharge = (currency: string): number => smallest[currency] ?? 50;

/** Stripe takes amounts of three decimals only in tens: the last digit is zero. */
export const isPayable = (amount: number, currency: string): boolean =>
  minorUnits(currency) !== 1_000 || amount % 10 === 0;
