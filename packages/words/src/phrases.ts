import { IntlMessageFormat } from 'intl-messageformat';
import type { Language } from './language.ts';

/** ICU messages, each in every language, side by side. */
export type Phrases = Readonly<Record<string, Readonly<Record<Language, string>>>>;

export type KeyOf<Book extends Phrases> = Extract<keyof Book, string>;

/** What is between braces is a name, unless it has a blank or a “#”: then it is a branch of a plural. */
type NamesIn<Text extends string> = Text extends `${string}{${infer Rest}`
  ? (Rest extends `${infer Inside}}${string}` ? NameIn<Inside> : never) | NamesIn<Rest>
  : never;
type NameIn<Inside extends string> = Inside extends `${infer Name},${string}` ? Plain<Name> : Plain<Inside>;
type Plain<Name extends string> = Name extends '' | `${string}${' ' | '#' | '{'}${string}` ? never : Name;

type Value = string | number;

/** What a phrase asks for, as its English says: nothing, or all of these. */
export type Arguments<Text extends string> = [NamesIn<Text>] extends [never]
  ? []
  : [values: Readonly<Record<NamesIn<Text>, Value>>];

/** In which language, and how figures are written in it. */
export type Manner = { readonly language: Language; readonly locale: string };

type Tag<T> = (content: (string | T)[]) => T;

/** Speaks the phrases of a book. A phrase is read once and kept. */
export function phraseBook<const Book extends Phrases>(book: Book) {
  const kept = new Map<string, IntlMessageFormat>();

  const formatOf = (key: KeyOf<Book>, { language, locale }: Manner): IntlMessageFormat => {
    const name = `${locale} ${key}`;
    const known = kept.get(name);
    if (known !== undefined) return known;
    const text = book[key]?.[language];
    if (text === undefined) throw new RangeError(`no phrase is called ${key}`);
    const format = new IntlMessageFormat(text, locale);
    kept.set(name, format);
    return format;
  };

  return {
    say<Key extends KeyOf<Book>>(manner: Manner, key: Key, ...values: Arguments<Book[Key]['en']>): string {
      return String(formatOf(key, manner).format(values[0]));
    },

    /** The same with marked parts, such as `<b>`, made into something else; in the order in which they stand. */
    parts<T, Key extends KeyOf<Book>>(
      manner: Manner,
      key: Key,
      given: {
        readonly values: Readonly<Record<string, Value>>;
        readonly tags: Readonly<Record<string, Tag<T>>>;
      },
    ): (string | T)[] {
      const made = formatOf(key, manner).format<T>({ ...given.values, ...given.tags });
      return Array.isArray(made) ? made : [made as string | T];
    },
  };
}
