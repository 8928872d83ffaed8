import { ApiProblem, entitlement } from '@gatefold/api';
import type { PlainKey } from '../words/voice.ts';
import type { Visit } from './visit.ts';

/** The address to hand on, or why there is none. */
export type Gift =
  | { readonly url: string; readonly until: string; readonly opensLeft: number }
  | { readonly refusal: PlainKey };

const refusals: Readonly<Record<string, PlainKey>> = {
  'gift-needs-access': 'article.give-needs-access',
  'gift-links-used-up': 'article.give-used-up',
};

/** Gives an article away in the reader's name. The same article again is the same link. */
export async function giveArticle(
  { asReader, siteUrl }: Pick<Visit, 'asReader' | 'siteUrl'>,
  slug: string,
): Promise<Gift> {
  try {
    const link = await asReader.entitlement.call(entitlement.giveArticle, { body: { article: slug } });
    const url = `${siteUrl}/articles/${encodeURIComponent(slug)}?gift=${encodeURIComponent(link.token)}`;
    return { url, until: link.until, opensLeft: link.mostOpens - link.opens };
  } catch (error) {
    const refusal = error instanceof ApiProblem ? refusals[error.code] : undefined;
    if (refusal === undefined) throw error;
    return { refusal };
  }
}
