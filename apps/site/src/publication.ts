/** The paper that this site shows. Its colours and type are the tokens in `@gatefold/ui/tokens.css`. */
export const publication = {
  key: 'meridian',
  name: 'The Meridian',
  says: 'Independent reporting from the coast and beyond',
  offer: 'digital',
  locale: 'en-US',
  /** Dates on pages are given in this zone, and say so. */
  zone: 'America/New_York',
} as const;
