import { DAY, plus, type MachineClock } from '@gatefold/kernel';
import { sessionCookie, type SessionState } from '@gatefold/web-kit';
import { languageOf, preferredLanguage, type Language } from '@gatefold/words';
import type { Request } from 'express';
import { publication } from '../publication.ts';
import { voiceOf, type Voice } from '../words/voice.ts';

export type ChosenLanguage = {
  /** The `set-cookie` line that keeps a choice in this browser for a year. */
  keep(language: Language): string;
};

type Spoken = { readonly voice: Voice; readonly chosenLanguage: ChosenLanguage };

const KEPT = 365 * DAY;

/**
 * Finds how the reader of a request is spoken to: as the account says, else as was chosen in this browser,
 * else as the browser asks, else in the paper's own language.
 *
 * So a page depends on the cookie and on `Accept-Language`, and says so in `Vary`.
 */
export function createLanguages({ siteUrl, clock }: { siteUrl: string; clock: MachineClock }) {
  const cookies = sessionCookie({ name: 'gatefold_language', url: siteUrl, clock, longest: 10 });
  return (req: Request, session: SessionState): Spoken => {
    const account = session.kind === 'reader' ? session.session : null;
    const language =
      languageOf(account?.locale) ??
      languageOf(cookies.read(req.get('cookie'))) ??
      preferredLanguage(req.get('accept-language')) ??
      publication.language;
    return {
      voice: voiceOf({ paper: publication, language, zone: account?.zone ?? publication.zone }),
      chosenLanguage: { keep: (chosen) => cookies.open(chosen, plus(clock.now(), KEPT).toISOString()) },
    };
  };
}
