import { ApiProblem, content, Revision } from '@gatefold/api';
import type { z } from 'zod';
import type { Visit } from './visit.ts';

/** What an address may ask of an article beside its name; whatever is no token or revision is left out. */
export type Asked = { readonly revision: string | null; readonly giftLink: string | null };

export const askedIn = (url: URL): Asked => ({
  revision: url.searchParams.get('revision'),
  giftLink: url.searchParams.get('gift'),
});

/**
 * One article as content gives it to this reader, counted where it is metered.
 *
 * `revision` names a purchase that content should know of before it decides; one that is never known only costs
 * the wait.
 */
export async function readArticle(
  { asReader, session, meter }: Pick<Visit, 'asReader' | 'session' | 'meter'>,
  slug: string,
  { revision, giftLink }: Asked,
): Promise<z.output<typeof content.readArticle.answer>> {
  const isKnownForm = session.kind === 'reader' && Revision.safeParse(revision).success;
  const opened = {
    ...(isToken(giftLink) ? { giftLink } : {}),
    ...(meter.isReading ? { meter: isToken(meter.token) ? meter.token : '' } : {}),
  };
  const read = (query: { atLeast?: string }) =>
    asReader.content.call(content.readArticle, { params: { slug }, query: { ...opened, ...query } });
  if (!isKnownForm || revision === null) return read({});
  try {
    return await read({ atLeast: revision });
  } catch (error) {
    if (error instanceof ApiProblem && error.code === 'article-not-found') throw error;
    return read({});
  }
}

/** How entitlement writes what it signs. */
const isToken = (text: string | null): text is string =>
  text !== null && /^[\w-]{1,80}\.[\w-]{86}$/.test(text);
