/** Whose books these pages show. Colours and type are the tokens in `@gatefold/ui/tokens.css`. */
export const publication = {
  key: 'meridian',
  name: 'The Meridian',
  locale: 'en-US',
  /** Times on pages and days in filters are of this zone, and say so. */
  zone: 'America/New_York',
} as const;
