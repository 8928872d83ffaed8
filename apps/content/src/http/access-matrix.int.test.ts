import { content as contract, operations } from '@gatefold/api';
import { anId, unexpected, withoutRule, type Person } from '@gatefold/test-kit';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startContent, type Content } from '../../test/harness.ts';

let content: Content;
let server: ReturnType<typeof createServer>;
let url = '';
beforeAll(async () => {
  content = await startContent();
  server = createServer(content.http).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await content.stop();
});

const operationsOf = { ...contract, ...operations };
const tokenOf = async (person: Person): Promise<string | null> => {
  if (person === 'nobody') return null;
  const provisional = person === 'provisional';
  return content.keys.readerToken({ readerId: anId(1), provisional, role: provisional ? 'reader' : person });
};

/** Of somebody who is none of them, and of things that do not exist. */
const foreign = { id: anId(99), slug: 'no-such-thing' };

describe('who may call what', () => {
  test('every route has its rule in the contract', () => {
    const open = [
      '/media/:file',
      '/feed.xml',
      '/sitemap.xml',
      '/sitemaps/places.xml',
      '/sitemaps/:month.xml',
    ];
    expect(withoutRule(content.http, operationsOf, ...open.map((path) => `get ${path}`))).toEqual([]);
  });

  test('nobody is let in beyond it, nobody is kept out, and an id of somebody else opens nothing', async () => {
    expect(await unexpected({ url: url, operations: operationsOf, tokenOf, foreign })).toEqual([]);
  });
});
