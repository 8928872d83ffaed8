import { IntlMessageFormat } from 'intl-messageformat';
import type { Language } from './language.ts';
import type { Arguments, Manner } from './phrases.ts';

/** One sentence in every language, where it is said: for a text that is read as a whole, such as a letter. */
export type Sentence = Readonly<Record<Language, string>>;

export type Say = <const Said extends Sentence>(sentence: Said, ...values: Arguments<Said['en']>) => string;

/** Says sentences that stand in no book. Each is read once and kept. */
export function sayIn({ language, locale }: Manner): Say {
  return (sentence, ...values) => {
    const text = sentence[language];
    const name = `${locale} ${text}`;
    const format = kept.get(name) ?? new IntlMessageFormat(text, locale);
    kept.set(name, format);
    return String(format.format(values[0]));
  };
}

/** As many as there are sentences in the code. */
const kept = new Map<string, IntlMessageFormat>();
