import { decide, type Grant, type Rule } from '@gatefold/access';
import type { Pool } from 'pg';
import { listen } from './listen.ts';

/** An entitlement over HTTP that answers by the real decision, with grants that a test hands out. */
export async function startEntitlement(sql: Pool) {
  const grants = new Map<string, Grant[]>();
  const asked: URLSearchParams[] = [];
  let isSilent = false;

  const answer = async (query: URLSearchParams): Promise<object | null> => {
    asked.push(query);
    const reader = query.get('reader');
    const { rows } = await sql.query<RuleRow>(
      'SELECT access, feature, not_before, not_after FROM article WHERE id::text = $1 AND publication = $2',
      [query.get('article'), query.get('publication')],
    );
    const [row] = rows;
    if (row === undefined) return null;
    const own = grants.get(reader ?? '') ?? [];
    const decision = decide({
      rule: toRule(row),
      publication: query.get('publication'),
      grants: own,
      history: [],
      signedIn: reader !== null,
      now: new Date(),
    });
    const { granted, reason, grant } = decision;
    return { granted, reason, grant, version: own.length, cacheFor: 60 };
  };

  const server = await listen(async (req, res) => {
    const url = new URL(req.url ?? '/', 'http://entitlement');
    const isService = /^Bearer [\w-]+\.[\w-]+\.[\w-]+$/.test(req.headers.authorization ?? '');
    if (isSilent || url.pathname !== '/v1/check') return void res.writeHead(503).end('{}');
    const found = isService ? await answer(url.searchParams) : null;
    res.writeHead(found === null ? 404 : 200, { 'content-type': 'application/json' });
    res.end(
      JSON.stringify(found ?? { code: 'article-not-found', status: 404, title: 'There is no such article.' }),
    );
  });

  return {
    ...server,
    /** Every question that was asked, in order. */
    asked,
    give(readerId: string, features: readonly string[], change: Partial<Grant> = {}): void {
      const grant: Grant = {
        id: `018f2f60-0000-7000-9000-${readerId.slice(-12)}`,
        publication: 'meridian',
        features,
        source: 'subscription',
        from: new Date('2026-01-01T00:00:00Z'),
        until: new Date('2099-01-01T00:00:00Z'),
        untilIfStale: new Date('2099-01-01T00:00:00Z'),
        version: 1,
        ...change,
      };
      grants.set(readerId, [grant]);
    },
    silence: (on: boolean): void => void (isSilent = on),
  };
}

type RuleRow = {
  access: Rule['access'];
  feature: string | null;
  not_before: Date | null;
  not_after: Date | null;
};

const toRule = ({ access, feature, not_before, not_after }: RuleRow): Rule => ({
  access,
  feature,
  notBefore: not_before,
  notAfter: not_after,
});
