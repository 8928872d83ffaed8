export {
  defaultLanguage,
  languageOf,
  languages,
  localeOf,
  preferredLocale,
  type Language,
} from './language.ts';
export { mistakesIn } from './mistakes.ts';
export { sayIn, type Say, type Sentence } from './sentence.ts';
export { phraseBook, type Arguments, type KeyOf, type Manner, type Phrases } from './phrases.ts';
