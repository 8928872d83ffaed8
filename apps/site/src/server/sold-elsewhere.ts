import type { Visit } from './visit.ts';

/** The first other paper of the house that sells one of these, and where it does. */
export function soldElsewhere(
  { house, voice: { paper: here } }: Pick<Visit, 'house' | 'voice'>,
  offers: readonly { readonly publication: string }[],
  path: '/give' | '/teams',
): { readonly name: string; readonly href: string } | null {
  const sells = ({ key }: { readonly key: string }): boolean =>
    key !== here.key && offers.some(({ publication }) => publication === key);
  const found = house.find(({ paper }) => sells(paper));
  return found === undefined ? null : { name: found.paper.name, href: `${found.url}${path}` };
}
