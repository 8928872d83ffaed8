import { ApiProblem, content, Revision } from '@gatefold/api';
import type { z } from 'zod';
import type { Visit } from './visit.ts';

/**
 * One article as content gives it to this reader.
 *
 * `revision` names a purchase that content should know of before it decides; it comes from an
 * address, so anything else in its place is left out, and one that is never known only costs the wait.
 */
export async function readArticle(
  { asReader, session }: Pick<Visit, 'asReader' | 'session'>,
  slug: string,
  revision: string | null,
): Promise<z.output<typeof content.readArticle.answer>> {
  const isKnownForm = session.kind === 'reader' && Revision.safeParse(revision).success;
  const read = (query: { atLeast?: string }) =>
    asReader.content.call(content.readArticle, { params: { slug }, query });
  if (!isKnownForm || revision === null) return read({});
  try {
    return await read({ atLeast: revision });
  } catch (error) {
    if (error instanceof ApiProblem && error.code === 'article-not-found') throw error;
    return read({});
  }
}
