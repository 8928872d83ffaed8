import { createContext, Fragment, useContext, type ReactNode } from 'react';
import type { Arguments } from '@gatefold/words';
import { book, type phrases } from './book.ts';
import type { Key, Voice } from './voice.ts';

const Speaking = createContext<Voice | null>(null);

/** All that is within speaks with this voice. */
export const SpeakingProvider = Speaking.Provider;

/** How the reader of this page is spoken to. */
export function useVoice(): Voice {
  const voice = useContext(Speaking);
  if (voice === null) throw new Error('a page is shown without a voice');
  return voice;
}

type Props<K extends Key> = {
  readonly of: K;
  /** Where `<a>` in the phrase leads. */
  readonly href?: string;
} & (Arguments<(typeof phrases)[K]['en']> extends [infer Values]
  ? { readonly with: Values }
  : { readonly with?: undefined });

/** A phrase with marked parts: `<b>` is strong, `<n>` a number that is copied, `<a>` leads to `href`, `<hidden>` is for those who listen. */
export function Say<K extends Key>({ of, href, with: values }: Props<K>) {
  const parts = book.parts<ReactNode, K>(useVoice(), of, {
    values: { ...(values as Readonly<Record<string, string | number>> | undefined) },
    tags: {
      b: (content) => <strong>{content.map(keyed)}</strong>,
      n: (content) => <strong className="num">{content.map(keyed)}</strong>,
      a: (content) => <a href={href}>{content.map(keyed)}</a>,
      hidden: (content) => <span className="visually-hidden">{content.map(keyed)}</span>,
    },
  });
  return <>{parts.map(keyed)}</>;
}

const keyed = (part: ReactNode, index: number) => <Fragment key={index}>{part}</Fragment>;

type HeadProps = {
  readonly title: string;
  readonly description?: string;
  /** Whether search engines may list the page. */
  readonly index?: boolean;
};

/** What stands in the head of a page. React puts it there from wherever it is. */
export function Head({ title, description, index = false }: HeadProps) {
  const { paper } = useVoice();
  return (
    <>
      <title>{`${title} · ${paper.name}`}</title>
      {!index && <meta name="robots" content="noindex" />}
      {description !== undefined && <meta name="description" content={description} />}
    </>
  );
}
