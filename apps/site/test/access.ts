import { createServer } from 'node:http';
import { createProjection, takeSnapshot, type FollowedRecord } from '@gatefold/access';
import { createLocalClient, type LocalClient, type LocalSource } from '@gatefold/entitlement-client';
import { SECOND, type BusinessClock, type MachineClock } from '@gatefold/kernel';
import { anId } from '@gatefold/test-kit';
import { listen } from '@gatefold/web-kit/testing';
import { pieces } from './paper.ts';

const SETS = 'entitlement.reader.v1';
const ARTICLES = 'content.article.v1';
const DAY_MS = 86_400_000;

type Held = { readonly isUnpaid?: boolean; readonly source?: string; readonly feature?: string };

/**
 * The real local client of the site, with the news of entitlement in the test's hands: it begins with an empty snapshot,
 * and hears of articles and of readers' sets what the test says.
 */
export async function startAccess(clocks: { clock: BusinessClock; machineClock: MachineClock }) {
  const snapshot = Buffer.concat(takeSnapshot(createProjection({ ids: true })));
  const server = createServer((_req, res) => void res.end(snapshot));
  let take: Parameters<LocalSource['follow']>[1]['take'] = () => undefined;
  const access: LocalClient = createLocalClient({
    baseUrl: await listen(server),
    token: async () => 'token-of-the-site',
    failurePolicy: 'closed',
    businessClock: clocks.clock,
    machineClock: clocks.machineClock,
    source: {
      follow(_from, follower) {
        take = follower.take;
        return { stop: async () => undefined };
      },
    },
  });
  let count = 0;
  const record = (type: string, data: object): FollowedRecord => {
    count += 1;
    const value = new TextEncoder().encode(JSON.stringify(data));
    return { partition: 0, offset: String(count), type, epoch: 1, sequence: count, value };
  };

  const tells = {
    /** All pieces, as content says them. */
    articles: () =>
      take(
        ARTICLES,
        pieces.map(({ id, slug, section, access: rule, feature, publishedAt }) =>
          record('article.changed', {
            ...{ articleId: id, slug, publication: 'meridian', section: section.slug, publishedAt },
            rule: { access: rule, feature, notBefore: null, notAfter: null },
          }),
        ),
      ),
    /** What a reader has from now on; nothing is the end of it. Returns the set's version. */
    set(readerId: string, held: readonly Held[]): number {
      const now = clocks.clock.now().getTime();
      const grants = held.map(({ source = 'subscription', feature = 'articles', isUnpaid }, index) => ({
        ...{ id: anId(7_000 + index), publication: 'meridian', features: [feature], source, version: 1 },
        ...(isUnpaid === true ? { isUnpaid } : {}),
        from: new Date(now - DAY_MS).toISOString(),
        until: new Date(now + DAY_MS).toISOString(),
        untilIfStale: new Date(now + DAY_MS).toISOString(),
      }));
      take(SETS, [record('reader.grants', { readerId, version: count + 1, grants, past: [] })]);
      return count;
    },
  };

  return {
    access,
    tells,
    async begin() {
      await access.start();
      tells.articles();
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** What content would have signed for a reader, as far as the site looks at it. */
export function aPass(
  sub: string,
  { ver, now, kind = 'grant' }: { ver: number; now: Date; kind?: string },
): string {
  const claims = { kind, sub, ver, iat: Math.floor(now.getTime() / SECOND) };
  return `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.${'s'.repeat(86)}`;
}
