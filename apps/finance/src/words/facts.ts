import { moneyWords } from './figures.ts';

/** What billing wrote down beside something, as term and value. Sums are in minor units there. */
export const factsOf = (
  facts: Readonly<Record<string, string | null>>,
): readonly { term: string; value: string }[] =>
  Object.entries(facts).flatMap(([name, value]) =>
    value === null ? [] : [{ term: sentenceCase(name), value: sumWords(value) }],
  );

function sentenceCase(name: string): string {
  const words = name.replaceAll('-', ' ').replaceAll(/([a-z])([A-Z])/g, '$1 $2');
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1).toLowerCase()}`;
}

function sumWords(value: string): string {
  const [, amount, currency] = /^(-?\d+) ([A-Z]{3})$/.exec(value) ?? [];
  return amount === undefined || currency === undefined ? value : moneyWords({ amount, currency });
}
