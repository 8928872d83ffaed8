export type Asked =
  | { readonly is: 'nothing' }
  | { readonly is: 'wrong'; readonly why: Wrong }
  | { readonly is: 'id'; readonly text: string };

export type Wrong = keyof typeof wrongWords;

/** No id at all. What was typed is not shown again, lest the address of a person stay in that of the browser. */
export const wrongWords = {
  address:
    'A reader is found by their address in the playground, where it stands in no address of the browser.',
  part: 'Please give one whole id: parts are not looked for.',
} as const;

/** What is said at the address to which whatever is no id leads. */
export const wrongOf = (typed: string | null): Wrong | null =>
  typed !== null && Object.hasOwn(wrongWords, typed) ? (typed as Wrong) : null;

/** What the browser lets nobody send; whoever sends it all the same is led to an address without it. */
export const ID_PATTERN = '\\s*[^\\s@]{3,120}\\s*';

/** What was typed into the field. Names and addresses of people are never looked for. */
export function askedFor(typed: string | null): Asked {
  const text = (typed ?? '').trim();
  if (text === '') return { is: 'nothing' };
  if (text.includes('@')) return { is: 'wrong', why: 'address' };
  return new RegExp(`^${ID_PATTERN}$`).test(text) ? { is: 'id', text } : { is: 'wrong', why: 'part' };
}
