export type ArticleKind = 'article' | 'column' | 'gallery';

/** Who may read: everyone, everyone signed in, or holders of a feature. See the event contract for the bounds. */
export type AccessRule = {
  readonly access: 'free' | 'registered' | 'feature';
  readonly feature: string | null;
  readonly notBefore: Date | null;
  readonly notAfter: Date | null;
  /** Whoever lacks the feature may read some such articles a month. */
  readonly isMetered?: boolean;
};

/** A piece of text that is never cut: cleaned HTML, and how many words a reader sees in it. */
export type Block = {
  readonly kind: 'paragraph' | 'heading' | 'quote' | 'list';
  readonly html: string;
  readonly words: number;
};

export type Named = { readonly slug: string; readonly name: string };

/** An article without its text, as lists show it. */
export type ArticleSummary = {
  readonly id: string;
  readonly slug: string;
  readonly publication: string;
  readonly kind: ArticleKind;
  readonly title: string;
  readonly dek: string;
  readonly section: Named;
  readonly author: Named;
  readonly column: Named | null;
  readonly publishedAt: Date;
  readonly words: number;
  /** The name of the lead picture. */
  readonly picture: string | null;
  readonly rule: AccessRule;
};

export type Article = ArticleSummary & {
  readonly blocks: readonly Block[];
  /** Names of the gallery's pictures, in order. */
  readonly gallery: readonly string[];
};

const WORDS_A_MINUTE = 220;

/** Whole minutes, at least one. */
export const readingMinutes = (words: number): number => Math.max(1, Math.round(words / WORDS_A_MINUTE));

export const wordsOf = (blocks: readonly Block[]): number =>
  blocks.reduce((sum, { words }) => sum + words, 0);
