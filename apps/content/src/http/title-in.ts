import type { Titles } from '@gatefold/service-kit';
import { refuse } from '../domain/refusals.ts';

/** The paper of that key, the main one where none is named. Refuses one that is not of this house. */
export function titleIn(titles: Titles, publication: string | undefined): Titles[number] {
  const title = titles.find(({ key }) => key === (publication ?? titles[0].key));
  if (title === undefined) throw refuse('publication-not-found');
  return title;
}
