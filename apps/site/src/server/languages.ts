import { DAY, plus, type MachineClock } from '@gatefold/kernel';
import { sessionCookie, type Session, type SessionState } from '@gatefold/web-kit';
import { languageOf, localeOf, preferredLocale, type Language } from '@gatefold/words';
import type { Request } from 'express';
import type { Publication } from '../publication.ts';
import { voiceOf, type Voice } from '../words/voice.ts';

export type ChosenLanguage = {
  /** The `set-cookie` line that keeps a choice in this browser for a year. */
  keep(language: Language): string;
};

type Spoken = {
  readonly voice: Voice;
  /** The language with the country, where one was said, such as “de-AT”: for what others write to this reader. */
  readonly locale: string;
  readonly chosenLanguage: ChosenLanguage;
};

export type BrowserSays = {
  readonly cookie: string | undefined;
  readonly acceptLanguage: string | undefined;
};

/** What an account has chosen. */
type Account = Pick<Session, 'locale' | 'zone'>;

export type Languages = {
  of(req: Request, session: SessionState): Spoken;
  /** What of it decides how a page looks. */
  manner(says: BrowserSays, account: Account | null): { readonly language: Language; readonly zone: string };
};

const KEPT = 365 * DAY;
const MOST_KEPT = 500;
const LONGEST_KEPT = 200;

type Options = { readonly paper: Publication; readonly siteUrl: string; readonly clock: MachineClock };

/**
 * Finds how the reader of a request is spoken to: as the account says, else as was chosen in this browser,
 * else as the browser asks, else in the paper's own language.
 *
 * So a page depends on the cookie and on `Accept-Language`, and says so in `Vary`.
 */
export function createLanguages({ paper, siteUrl, clock }: Options): Languages {
  const cookies = sessionCookie({ name: 'gatefold_language', url: siteUrl, clock, longest: 10 });
  const wishIn = createWishes();
  const manner = ({ cookie, acceptLanguage }: BrowserSays, account: Account | null) => ({
    ...spoken(account?.locale, {
      chosen: languageOf(cookies.read(cookie)),
      wished: wishIn(acceptLanguage),
      usual: paper.language,
    }),
    zone: account?.zone ?? paper.zone,
  });
  return {
    manner,
    of(req, session) {
      const says = { cookie: req.get('cookie'), acceptLanguage: req.get('accept-language') };
      const { language, locale, zone } = manner(says, session.kind === 'reader' ? session.session : null);
      return {
        locale,
        voice: voiceOf({ paper, language, zone }),
        chosenLanguage: { keep: (chosen) => cookies.open(chosen, plus(clock.now(), KEPT).toISOString()) },
      };
    },
  };
}

type Browser = {
  readonly chosen: Language | null;
  /** The locale that the browser asks for. */
  readonly wished: string | null;
  /** The paper's own. */
  readonly usual: Language;
};

/** Browsers ask in few ways, so each is read once. */
function createWishes(): (header: string | undefined) => string | null {
  const known = new Map<string, string | null>();
  return (header) => {
    if (header === undefined) return null;
    if (header.length > LONGEST_KEPT) return preferredLocale(header);
    const kept = known.get(header);
    if (kept !== undefined) return kept;
    if (known.size >= MOST_KEPT) known.clear();
    const wish = preferredLocale(header);
    known.set(header, wish);
    return wish;
  };
}

/** The country counts where it is one of that language: who chose German and asks for “en-GB” gets “de-DE”. */
function spoken(
  account: string | undefined,
  { chosen, wished, usual }: Browser,
): { language: Language; locale: string } {
  const asked = wished ?? localeOf(usual);
  const language = languageOf(account) ?? chosen ?? languageOf(asked) ?? usual;
  const locale = [account, asked].find((one) => languageOf(one) === language) ?? localeOf(language);
  return { language, locale };
}
