import type { Language } from '@gatefold/words';

/** As those who speak it call it. */
export const languageNames: Readonly<Record<Language, string>> = { en: 'English', de: 'Deutsch' };
