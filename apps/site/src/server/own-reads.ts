import { content } from '@gatefold/api';
import type { z } from 'zod';
import type { Visit } from './visit.ts';

type Read = z.output<typeof content.listReads.answer>['data'][number];
type Saved = z.output<typeof content.listSaved.answer>['data'][number];

const MOST_AT_ONCE = 200;

type Page<One> = { readonly data: readonly One[]; readonly nextCursor: string | null };

/** Everything that is kept of a reader's reading, the newest first. */
export async function allReads(
  { asReader }: Visit,
  id: string,
): Promise<{ keeps: boolean; data: readonly Read[] }> {
  let keeps = true;
  const data = await allOf(async (query) => {
    const page = await asReader.content.call(content.listReads, { params: { id }, query });
    keeps = page.keeps;
    return page;
  });
  return { keeps, data };
}

/** Everything that a reader has put aside, the newest first. */
export const allSaved = ({ asReader }: Visit, id: string): Promise<readonly Saved[]> =>
  allOf((query) => asReader.content.call(content.listSaved, { params: { id }, query }));

async function allOf<One>(
  pageAt: (query: { limit: number; after?: string }) => Promise<Page<One>>,
): Promise<readonly One[]> {
  const all: One[] = [];
  for (let after: string | undefined; ;) {
    const page = await pageAt({ limit: MOST_AT_ONCE, ...(after === undefined ? {} : { after }) });
    all.push(...page.data);
    if (page.nextCursor === null) return all;
    after = page.nextCursor;
  }
}
