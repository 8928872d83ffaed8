import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ServiceAnswer } from './question.ts';

const example = fileURLToPath(new URL('../examples/paywall.ts', import.meta.url));
const payer = '01990000-0000-7000-8000-00000000000a';
const yes: ServiceAnswer = { granted: true, reason: 'registered', grant: null, version: 1, cacheFor: 60 };

const server = createServer((req, res) => {
  const isPayer =
    req.url?.includes(`reader=${payer}`) === true && req.headers.authorization === 'Bearer a.b.c';
  res.end(JSON.stringify(isPayer ? yes : { ...yes, granted: false, reason: 'not-signed-in' }));
});

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => void server.close());

async function paywall(...args: string[]): Promise<string> {
  const ENTITLEMENT_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const env = { ...process.env, ENTITLEMENT_URL, GATEFOLD_TOKEN: 'a.b.c' };
  const { stdout } = await promisify(execFile)(process.execPath, [example, ...args], { env });
  return stdout.trim();
}

describe('the example of the README', () => {
  test('is the file, word for word', async () => {
    const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');

    expect(readme).toContain(await readFile(example, 'utf8'));
  });

  test('opens the article to a payer', async () => {
    expect(await paywall(payer)).toBe('the whole article');
  });

  test('shows the wall to a visitor', async () => {
    expect(await paywall()).toBe('the teaser and the wall: not-signed-in');
  });
});
