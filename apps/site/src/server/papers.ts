import type { Titles } from '@gatefold/service-kit';
import { publications, type Publication } from '../publication.ts';

/** A paper, and the address under which readers see it. */
export type PaperAt = { readonly paper: Publication; readonly url: string };

/** The papers that this site shows, as the house names them; the environment has none of which it knows nothing. */
export const papersOf = ([main, ...others]: Titles): readonly [PaperAt, ...PaperAt[]] => [
  paperAt(main),
  ...others.map(paperAt),
];

function paperAt({ key, name, url }: Titles[number]): PaperAt {
  const known = publications.find((publication) => publication.key === key);
  return { paper: { ...known!, name }, url };
}
