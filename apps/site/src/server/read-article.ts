import { ApiProblem, content, Revision } from '@gatefold/api';
import type { z } from 'zod';
import type { Visit } from './visit.ts';

/** What an address may ask of an article beside its name; whatever is no token or revision is left out. */
export type Asked = { readonly revision: string | null; readonly giftLink: string | null };

export const askedIn = (url: URL): Asked => ({
  revision: url.searchParams.get('revision'),
  giftLink: url.searchParams.get('gift'),
});

type Reader = Pick<Visit, 'asReader' | 'session' | 'meter' | 'pass' | 'place' | 'voice'>;

/**
 * One article of this paper as content gives it to this reader, counted where it is metered.
 *
 * `revision` names a purchase that content should know of before it decides; one that is never known only costs
 * the wait.
 */
export async function readArticle(
  { asReader, session, meter, pass, place, voice: { paper } }: Reader,
  slug: string,
  { revision, giftLink }: Asked,
): Promise<z.output<typeof content.readArticle.answer>> {
  const isKnownForm = session.kind === 'reader' && Revision.safeParse(revision).success;
  const inside = await place();
  const opened = {
    ...(isToken(giftLink) ? { giftLink } : {}),
    ...(inside === null ? {} : { place: inside }),
    ...shownBy({ meter, pass }),
  };
  const read = (query: { atLeast?: string }) =>
    asReader.content.call(content.readArticle, {
      params: { slug },
      query: { publication: paper.key, ...opened, ...query },
    });
  if (!isKnownForm || revision === null) return read({});
  try {
    return await read({ atLeast: revision });
  } catch (error) {
    if (error instanceof ApiProblem && error.code === 'article-not-found') throw error;
    return read({});
  }
}

/** What the browser kept, each where it may count. */
const shownBy = ({ meter, pass }: Pick<Visit, 'meter' | 'pass'>): { pass?: string; meter?: string } => ({
  ...(pass.token === null ? {} : { pass: pass.token }),
  ...(meter.isReading ? { meter: isToken(meter.token) ? meter.token : '' } : {}),
});

/** How entitlement writes what it signs. */
const isToken = (text: string | null): text is string =>
  text !== null && /^[\w-]{1,80}\.[\w-]{86}$/.test(text);
