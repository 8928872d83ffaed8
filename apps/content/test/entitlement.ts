import { decide, type Grant, type Rule } from '@gatefold/access';
import type { Pool } from 'pg';
import { listen } from './listen.ts';

const FREE_ARTICLES = 2;
/** How the addresses of the one institution begin. */
const LIBRARY = '192.0.2.';

/** An entitlement over HTTP that answers by the real decision, with grants that a test hands out. */
export async function startEntitlement(sql: Pool) {
  const grants = new Map<string, Grant[]>();
  const asked: URLSearchParams[] = [];
  const meters = new Map<string, Set<string>>();
  let isSilent = false;

  const byMeter = (token: string, article: string): object => {
    const known = token === '' ? `visitor-${meters.size + 1}` : token;
    const read = meters.get(known) ?? new Set();
    meters.set(known, read);
    const granted = read.has(article) || read.size < FREE_ARTICLES;
    if (granted) read.add(article);
    const resetsAt = '2099-02-01T00:00:00.000Z';
    const meter = { used: read.size, of: FREE_ARTICLES, ofRegistered: 5, resetsAt, token: known };
    return {
      granted,
      reason: granted ? 'meter' : 'meter-used-up',
      grant: null,
      version: 0,
      cacheFor: 0,
      meter,
    };
  };

  const answer = async (query: URLSearchParams): Promise<object | null> => {
    asked.push(query);
    const reader = query.get('reader');
    const { rows } = await sql.query<RuleRow>(
      'SELECT access, feature, not_before, not_after, is_metered FROM article WHERE id::text = $1 AND publication = $2',
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
    const token = query.get('meter');
    if (!granted && row.is_metered && token !== null) return byMeter(token, query.get('article') ?? '');
    if (!granted && query.get('address')?.startsWith(LIBRARY) === true)
      return { granted: true, reason: 'institution', grant: null, version: 0, cacheFor: 0 };
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
  is_metered: boolean;
};

const toRule = ({ access, feature, not_before, not_after }: RuleRow): Rule => ({
  access,
  feature,
  notBefore: not_before,
  notAfter: not_after,
});
