import { ApiProblem, entitlement, identity } from '@gatefold/api';
import { isId } from '@gatefold/kernel';
import type { OwnPath } from '@gatefold/web-kit/own-path';
import type { PlaygroundView } from '../features/playground/playground-page.tsx';
import { noSuchArticle, type PlaygroundQuestion } from '../features/playground/question.ts';
import { asPage, entitlementAway } from '../features/problem/problem.ts';
import type { Visit } from './visit.ts';

/** The answer with all that it rests on, or the mistake that only entitlement can see. */
export async function explained(
  { asPerson, now }: Visit,
  { readerId, article, at }: PlaygroundQuestion,
  here: OwnPath,
): Promise<PlaygroundView> {
  const query = { ...(article === null ? {} : { article }), ...(at === null ? {} : { at }) };
  try {
    const found = await asPerson.entitlement.call(entitlement.explain, { params: { id: readerId }, query });
    return { kind: 'answer', explained: found, now: at === null ? found.at : now.toISOString() };
  } catch (error) {
    if (error instanceof ApiProblem && error.code === 'article-not-found')
      return { kind: 'mistakes', errors: { article: noSuchArticle } };
    throw asPage(error, here, entitlementAway);
  }
}

/** What may be chosen from. None where they cannot be read, since a slug can be typed as well. */
export async function slugsToChoose({ asPerson, report }: Visit): Promise<readonly string[]> {
  try {
    const { data } = await asPerson.entitlement.call(entitlement.listArticles, { query: {} });
    return data.map(({ slug }) => slug);
  } catch (error) {
    report(error, 'articles to choose from could not be read');
    return [];
  }
}

/** Whose id it is, by the id itself or by an address; null for nobody. */
export async function readerIdOf({ asPerson }: Visit, named: string, here: OwnPath): Promise<string | null> {
  const id = named.toLowerCase();
  if (isId(id)) return id;
  if (!named.includes('@')) return null;
  try {
    const { data } = await asPerson.identity.call(identity.findReader, { query: { email: named } });
    return data[0]?.readerId ?? null;
  } catch (error) {
    if (error instanceof ApiProblem && error.code === 'invalid-input') return null;
    throw asPage(error, here);
  }
}
