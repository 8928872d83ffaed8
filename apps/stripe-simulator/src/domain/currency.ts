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
