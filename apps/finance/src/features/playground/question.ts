import { isId, onTheWall } from '@gatefold/kernel';

const names = ['reader', 'article', 'at'] as const;
type Name = (typeof names)[number];

/** As a person typed it, so that a mistake can be shown with it. */
export type TypedQuestion = Readonly<Record<Name, string>>;
export type QuestionErrors = Readonly<Partial<Record<Name, string>>>;

export type PlaygroundQuestion = {
  readonly readerId: string;
  /** Id or slug; null asks for the feature `articles`. */
  readonly article: string | null;
  /** ISO in UTC; null is now. */
  readonly at: string | null;
};

export type QuestionInput =
  | { readonly is: 'blank'; readonly typed: TypedQuestion }
  | { readonly is: 'wrong'; readonly typed: TypedQuestion; readonly errors: QuestionErrors }
  | { readonly is: 'question'; readonly typed: TypedQuestion; readonly question: PlaygroundQuestion };

const LONGEST = 200;

export const noSuchReader = 'Nobody is known by this. Please give an address or a reader id.';
export const noSuchArticle = 'There is no such article. Please give its slug or id.';
const noInstant = 'Please give a day and a time, such as 2026-11-24T18:30, or nothing for now.';

export function typedIn(get: (name: Name) => unknown): TypedQuestion {
  const value = (name: Name): string =>
    String(get(name) ?? '')
      .trim()
      .slice(0, LONGEST);
  return { reader: value('reader'), article: value('article'), at: value('at') };
}

/** What is asked about whom and when. Times are of the wall clock in `zone` (IANA). */
export function readQuestion(typed: TypedQuestion, zone: string): QuestionInput {
  if (names.every((name) => typed[name] === '')) return { is: 'blank', typed };
  const instant = onTheWall(typed.at, zone);
  const readerId = typed.reader.toLowerCase();
  const errors = {
    ...(isId(readerId) ? {} : { reader: noSuchReader }),
    ...(typed.at === '' || instant !== null ? {} : { at: noInstant }),
  };
  if (Object.keys(errors).length > 0) return { is: 'wrong', typed, errors };
  const article = typed.article === '' ? null : typed.article;
  return { is: 'question', typed, question: { readerId, article, at: instant?.toISOString() ?? null } };
}
