import { content } from '@gatefold/api';
import type { z } from 'zod';
import type { Visit } from './visit.ts';

type Page = z.output<typeof content.listReads.answer>;

const MOST_AT_ONCE = 200;

/** Everything that is kept of a reader's reading, the newest first. */
export async function allReads({ asReader }: Visit, id: string): Promise<Pick<Page, 'keeps' | 'data'>> {
  const data: Page['data'] = [];
  for (let after: string | undefined; ;) {
    const query = { limit: MOST_AT_ONCE, ...(after === undefined ? {} : { after }) };
    const page = await asReader.content.call(content.listReads, { params: { id }, query });
    data.push(...page.data);
    if (page.nextCursor === null) return { keeps: page.keeps, data };
    after = page.nextCursor;
  }
}
