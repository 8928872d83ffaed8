export type Summary = {
  readonly id: string;
  readonly kind: 'article' | 'column' | 'gallery';
  readonly section: { readonly slug: string; readonly name: string };
  readonly picture: object | null;
};

export type Front<T extends Summary> = {
  readonly lead: T | null;
  /** Beside the lead, with pictures. */
  readonly seconds: readonly T[];
  /** Headlines alone. */
  readonly latest: readonly T[];
  readonly columns: readonly T[];
  readonly galleries: readonly T[];
  readonly sections: readonly { readonly section: Summary['section']; readonly articles: readonly T[] }[];
};

const SECONDS = 2;
const LATEST = 5;
const COLUMNS = 3;
const GALLERIES = 2;
const PER_SECTION = 3;

/**
 * Lays the newest pieces out on the front page, newest first within each place.
 *
 * No piece stands there twice. The lead is the newest article with a picture.
 */
export function layOut<T extends Summary>(
  newest: readonly T[],
  order: readonly Summary['section'][],
): Front<T> {
  const used = new Set<string>();
  const take = (count: number, fits: (piece: T) => boolean): T[] => {
    const taken = newest.filter((piece) => !used.has(piece.id) && fits(piece)).slice(0, count);
    for (const { id } of taken) used.add(id);
    return taken;
  };
  const isArticle = ({ kind }: T): boolean => kind === 'article';

  const [lead = null] = take(1, (piece) => isArticle(piece) && piece.picture !== null);
  const seconds = take(SECONDS, (piece) => isArticle(piece) && piece.picture !== null);
  const latest = take(LATEST, isArticle);
  const columns = take(COLUMNS, ({ kind }) => kind === 'column');
  const galleries = take(GALLERIES, ({ kind }) => kind === 'gallery');
  const sections = order
    .map((section) => ({
      section,
      articles: take(PER_SECTION, (piece) => isArticle(piece) && piece.section.slug === section.slug),
    }))
    .filter(({ articles }) => articles.length > 0);
  return { lead, seconds, latest, columns, galleries, sections };
}
