import { billing } from '@gatefold/api';
import { isId } from '@gatefold/kernel';
import type { OwnPath } from '@gatefold/web-kit/own-path';
import { asPage } from '../features/problem/problem.ts';
import type { Found } from '../features/search/results.ts';
import { accountOf } from './readers.ts';
import type { Visit } from './visit.ts';

/** What billing has under an id, and whether it is that of somebody who has bought nothing yet. */
export async function lookedUp(
  visit: Visit,
  text: string,
  here: OwnPath,
): Promise<{ found: readonly Found[]; isReader: boolean }> {
  const id = text.toLowerCase();
  const [{ data }, account] = await Promise.all([
    visit.asPerson.billing.call(billing.search, { query: { q: text } }).catch((error: unknown) => {
      throw asPage(error, here);
    }),
    isId(id) ? accountOf(visit, id) : null,
  ]);
  return { found: data, isReader: account !== null && account !== 'away' };
}
