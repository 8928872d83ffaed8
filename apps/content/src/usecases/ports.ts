import type { OpenAll } from '../domain/open-all.ts';
import type { Pass } from '../domain/pass.ts';
import type { AccessRule, Article, ArticleKind, ArticleSummary } from '../domain/article.ts';
import type { PictureSpec } from '../domain/picture.ts';
import type { Read } from '../domain/reading.ts';

export type ArticleFilter = {
  /** Of every paper of the house where none is named. */
  readonly publication?: string | undefined;
  readonly section?: string | undefined;
  readonly column?: string | undefined;
  readonly author?: string | undefined;
  readonly kind?: ArticleKind | undefined;
};

/** Where a page of a list begins: after this article, in the order newest first, then by its id. */
export type Position = { readonly at: Date; readonly articleId: string };

/** What surrounds a found word in a snippet: signs that no text holds. */
export const FOUND = { start: '\u0002', end: '\u0003' } as const;

export type SearchHit = ArticleSummary & {
  /** Plain text from the teaser only, each word that was looked for between the signs of `FOUND`. */
  readonly snippet: string;
};

export type Section = { readonly slug: string; readonly name: string; readonly description: string };
export type Column = Section & { readonly author: { readonly slug: string; readonly name: string } };

export type ArticleStore = {
  /** An article that is out at `now`; one of tomorrow is not found today. */
  find(slug: string, now: Date): Promise<Article | null>;
  list(
    filter: ArticleFilter,
    page: { now: Date; after: Position | null; limit: number },
  ): Promise<ArticleSummary[]>;
  search(
    words: string,
    page: { publication?: string | undefined; now: Date; limit: number },
  ): Promise<SearchHit[]>;
  /** Whole articles, newest first. */
  newest(
    filter: Pick<ArticleFilter, 'publication' | 'section'>,
    page: { now: Date; limit: number },
  ): Promise<Article[]>;
  /** Of one paper, or of all. */
  sections(publication?: string): Promise<Section[]>;
  columns(publication?: string): Promise<Column[]>;
  pictures(names: readonly string[]): Promise<PictureSpec[]>;
  /** Whether everyone may see a picture: it leads an article, opens a gallery, or stands in a free one. */
  isOpenPicture(name: string, now: Date): Promise<boolean>;
};

/** Which articles of a paper are out at `now`. */
export type Published = {
  /** Months of UTC with an article, as `2026-11`, newest first. */
  months(publication: string, now: Date): Promise<string[]>;
  /** Slugs of one month, oldest first. */
  inMonth(publication: string, month: string, now: Date): Promise<string[]>;
};

/** What an editor hands in. The store gives an id on the first time and keeps it. */
export type Manuscript = Omit<Article, 'id' | 'section' | 'author' | 'column'> & {
  readonly section: string;
  readonly author: string;
  readonly column: string | null;
  readonly teaserText: string;
  readonly bodyText: string;
};

export type Desk = {
  /**
   * Saves the article and its announcement in one transaction. The same manuscript twice changes
   * nothing and announces nothing.
   */
  publish(manuscript: Manuscript): Promise<void>;
  /** Announces every article again, as it is now. Returns how many. */
  announceAll(): Promise<number>;
};

export type AccessQuestion = {
  readonly reader: string | null;
  readonly article: string;
  readonly publication: string;
  /** Only for times when nobody answers. */
  readonly rule: AccessRule;
  readonly atLeast: string | null;
  readonly giftLink: string | null;
  /** What the visitor's browser kept of its meter; null where nothing may be counted. */
  readonly meter: string | null;
  /** The network address from which is read, as far as the site has signed it. */
  readonly address: string | null;
  /** What this house signed for the reader before, and which is still believed. */
  readonly pass: Pass | null;
};

export type AccessAnswer = {
  readonly granted: boolean;
  readonly reason: string;
  /** Where a meter was asked and had to be. */
  readonly meter?: Meter;
  /** What may be signed for the reader: what entitlement itself has just said of a grant. */
  readonly toSign?: Pass;
};

/** How much of a month's free reading is used up, and what the browser of a visitor keeps. */
type Meter = {
  readonly used: number;
  readonly of: number;
  readonly ofRegistered: number;
  readonly resetsAt: string;
  readonly token: string | null;
};

/** A picture as PNG. */
export type Rasterise = (spec: PictureSpec) => Promise<Buffer>;

/** Asks who may read. Never throws: without an answer it says no, or what the failure policy allows. */
export type Gate = {
  check(question: AccessQuestion): Promise<AccessAnswer>;
};

/** Signs what a browser keeps for times when nobody can be asked. */
export type Passes = {
  issue(pass: Pass): string;
  /** Null for what is forged or no longer believed; a young one need not be signed again. */
  read(token: string): { readonly pass: Pass; readonly isYoung: boolean } | null;
};

/** The address that a place names which the site has signed; null for any other. */
export type ReadPlace = (place: string) => Promise<string | null>;

export type OpenAlls = {
  ask(asked: OpenAll): Promise<void>;
  /** Lets `decide` change one, under a lock; null where there is none. */
  change(id: string, decide: (open: OpenAll) => OpenAll): Promise<OpenAll | null>;
  /** The newest first. */
  all(): Promise<readonly OpenAll[]>;
  /** Whether the paper is open to everyone at an instant of machine time; known here within two seconds. */
  isOpen(now: Date): Promise<boolean>;
};

/** An article that a reader read on a day, the first time of that day, or put aside. */
export type KeptRead = {
  readonly articleId: string;
  readonly slug: string;
  readonly title: string;
  readonly section: string;
  readonly at: Date;
};

/** What readers have read. `Tx` is what a change that comes from an event is committed with. */
export type Reads<Tx> = {
  /** The same read twice is one; what its reader does not want kept is not. */
  keep(reads: readonly Read[]): Promise<void>;
  list(
    readerId: string,
    page: { publication?: string | undefined; after: Position | null; limit: number },
  ): Promise<KeptRead[]>;
  /** Whether a reader's reads are kept, which is so until they say otherwise. */
  areKept(readerId: string): Promise<boolean>;
  /** Forgets all that was read before `at`. Says how much that was. */
  clear(readerId: string, at: Date): Promise<number>;
  /** Switches keeping on or off; off forgets what there is. */
  choose(readerId: string, wish: { keeps: boolean; at: Date }): Promise<void>;
  /** What a provisional reader read becomes the account's, as far as its owner wants it kept. */
  merge(from: string, to: string, work: { tx: Tx; at: Date }): Promise<void>;
  /** Nothing of this reader is kept, now and later. */
  erase(readerId: string, work: { tx: Tx; at: Date }): Promise<void>;
  forgetBefore(at: Date): Promise<void>;
};

/** What readers have put aside. `Tx` is what a change that comes from an event is committed with. */
export type Saved<Tx> = {
  /** Puts an article that is out at `at` aside; a repeat keeps the first instant. Says why not, or null. */
  save(readerId: string, slug: string, at: Date): Promise<'unknown' | 'full' | 'gone' | null>;
  /** Takes it off the list; what is not there is no fault. */
  drop(readerId: string, slug: string): Promise<void>;
  list(
    readerId: string,
    page: { publication?: string | undefined; after: Position | null; limit: number },
  ): Promise<KeptRead[]>;
  /** Nothing of this reader is kept, now and later. */
  erase(readerId: string, tx: Tx): Promise<void>;
};
