import { expressPath, mail } from '@gatefold/api';
import { parse, requireService } from '@gatefold/service-kit';
import { defaultLanguage, languageOf, type Language } from '@gatefold/words';
import { Router } from 'express';
import type { Newsletter } from '../domain/newsletter.ts';
import type { ReadersNewsletter } from '../usecases/readers-newsletters.ts';
import { ownOnly } from './own-only.ts';

type Deps = {
  newsletters: readonly Newsletter[];
  readersNewsletters(readerId: string): Promise<readonly ReadersNewsletter[]>;
  chooseNewsletter(readerId: string, newsletter: string, chosen: boolean): Promise<void>;
  lookAtLink(token: string): Promise<{ newsletter: string; chosen: boolean }>;
  endByLink(token: string): Promise<void>;
};

/** What there is, what a reader has asked for, and the links that end it. */
export function newsletterRoutes(deps: Deps): Router {
  const router = Router();

  router.get(expressPath(mail.listNewsletters), (req, res) => {
    const language = spokenIn(parse(mail.listNewsletters.query, req.query).locale);
    const data = deps.newsletters.map((one) => toNewsletter(one, language));
    res.set('cache-control', 'public, max-age=60').json({ data, nextCursor: null });
  });

  router.get(expressPath(mail.readersNewsletters), async (req, res) => {
    const { id } = parse(mail.readersNewsletters.params, req.params);
    ownOnly(res, id);
    const language = spokenIn(parse(mail.readersNewsletters.query, req.query).locale);
    const data = (await deps.readersNewsletters(id)).map((one) => toReaders(one, language));
    res.set('cache-control', 'private, no-store').json({ data, nextCursor: null });
  });

  router.put(expressPath(mail.chooseNewsletter), async (req, res) => {
    const { id, newsletter } = parse(mail.chooseNewsletter.params, req.params);
    ownOnly(res, id);
    const { chosen } = parse(mail.chooseNewsletter.body, req.body);
    await deps.chooseNewsletter(id, newsletter, chosen);
    res.json({ chosen });
  });

  router.post(expressPath(mail.lookAtNewsletterLink), async (req, res) => {
    requireService(res);
    const { token, locale } = parse(mail.lookAtNewsletterLink.body, req.body);
    const { newsletter: key, chosen } = await deps.lookAtLink(token);
    // One that is no more in the list must still be possible to end.
    const name = deps.newsletters.find((one) => one.key === key)?.name[spokenIn(locale)] ?? key;
    res.json({ key, name, chosen });
  });

  router.post(expressPath(mail.endNewsletterByLink), async (req, res) => {
    requireService(res);
    await deps.endByLink(parse(mail.endNewsletterByLink.body, req.body).token);
    res.json({ ended: true });
  });

  return router;
}

const spokenIn = (locale: string | undefined): Language => languageOf(locale) ?? defaultLanguage;

const toNewsletter = (
  { key, publication, feature, name, about, rhythm }: Newsletter,
  language: Language,
) => ({
  key,
  publication,
  feature,
  name: name[language],
  about: about[language],
  rhythm: rhythm[language],
});

const toReaders = ({ newsletter, choice, included }: ReadersNewsletter, language: Language) => ({
  ...toNewsletter(newsletter, language),
  chosen: choice !== null && choice.endedBy === null,
  since: choice?.since.toISOString() ?? null,
  endedBy: choice?.endedBy ?? null,
  included,
});
