import type { Titles } from '@gatefold/service-kit';
import { publications } from '../publication.ts';
import type { PaperAt } from './serve-paper.ts';

/** The papers that this site shows, as the house names them; the environment has none of which it knows nothing. */
export const papersOf = ([main, ...others]: Titles): readonly [PaperAt, ...PaperAt[]] => [
  paperAt(main),
  ...others.map(paperAt),
];

function paperAt({ key, name, url }: Titles[number]): PaperAt {
  const known = publications.find((publication) => publication.key === key);
  return { paper: { ...known!, name }, url };
}
