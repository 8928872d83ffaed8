import { IntlMessageFormat } from 'intl-messageformat';
import { languages, localeOf, type Language } from './language.ts';
import type { Phrases } from './phrases.ts';

/** What is wrong with a book: a phrase that cannot be read, is empty, or asks for something else in one language. */
export function mistakesIn(book: Phrases): string[] {
  return Object.entries(book).flatMap(([key, phrase]) => {
    const asked = languages.map((language) => askedBy(phrase[language], language));
    const [first] = asked;
    const isSame = asked.every((names) => names === first);
    return isSame && first !== UNREADABLE ? [] : [`${key}: ${asked.join(' / ')}`];
  });
}

const UNREADABLE = 'cannot be read';

function askedBy(text: string, language: Language): string {
  if (text.trim() === '') return UNREADABLE;
  try {
    return [...new Set(namesIn(new IntlMessageFormat(text, localeOf(language)).getAst()))].sort().join(', ');
  } catch {
    return UNREADABLE;
  }
}

type Piece = ReturnType<IntlMessageFormat['getAst']>[number];

/** Arguments by their names, tags in angle brackets. */
function namesIn(pieces: readonly Piece[]): string[] {
  return pieces.flatMap((piece) => {
    if ('children' in piece) return [`<${piece.value}>`, ...namesIn(piece.children)];
    if ('options' in piece)
      return [piece.value, ...Object.values(piece.options).flatMap(({ value }) => namesIn(value))];
    // Literal text and the “#” of a plural name nothing.
    return piece.type === 0 || !('value' in piece) ? [] : [piece.value];
  });
}
