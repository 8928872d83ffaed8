import type { Language } from '@gatefold/words';

/** A paper that this site shows. Its colours and type are the tokens of its theme. */
export type Publication = {
  readonly key: string;
  readonly name: string;
  readonly says: Readonly<Record<Language, string>>;
  /** The offer on its walls. */
  readonly offer: string;
  /** What else it sells, of which the foot of every page tells. */
  readonly alsoSells: readonly ('seats' | 'gifts')[];
  /** The language of its texts, and of the pages for those of whom nothing else is known. */
  readonly language: Language;
  /** Dates on pages are given in this zone, and say so, unless a reader has chosen another. */
  readonly zone: string;
};

/** Whether an offer or a subscription is to a paper, alone or with others. */
export const opens = (
  { publication, alsoReads }: { readonly publication: string; readonly alsoReads: readonly string[] },
  paper: string,
): boolean => publication === paper || alsoReads.includes(paper);

export const meridian: Publication = {
  key: 'meridian',
  name: 'The Meridian',
  says: {
    en: 'Independent reporting from the coast and beyond',
    de: 'Unabhängiger Journalismus von der Küste und darüber hinaus',
  },
  offer: 'digital',
  alsoSells: ['seats', 'gifts'],
  language: 'en',
  zone: 'America/New_York',
};

export const signal: Publication = {
  key: 'signal',
  name: 'The Signal',
  says: {
    en: 'Networks, machines and what was measured',
    de: 'Netze, Maschinen und was gemessen wurde',
  },
  offer: 'signal',
  alsoSells: ['gifts'],
  language: 'en',
  zone: 'America/New_York',
};

/** All that this site can show; `TITLES` says which it does, and where. */
export const publications: readonly Publication[] = [meridian, signal];
