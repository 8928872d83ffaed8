import { generateKeyPairSync, type JsonWebKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { HOUR, plus } from '@gatefold/kernel';
import { anId } from '@gatefold/test-kit';
import { beforeAll, expect, test } from 'vitest';
import type { Pass } from '../domain/pass.ts';
import { ed25519Passes } from './ed25519-passes.ts';

type Asked = { publication: string; feature: string; now: number };
type ReadPass = (token: string, jwk: JsonWebKey, asked: Asked) => { sub: string } | null;

const now = new Date('2026-03-01T12:00:00Z');
const clock = { kind: 'machine', now: () => now } as const;
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const passes = ed25519Passes(privateKey.export({ format: 'jwk' }), clock);
const jwk = publicKey.export({ format: 'jwk' });
const pass: Pass = {
  ...{ kind: 'grant', readerId: anId(1), publication: 'meridian', source: 'subscription', version: 3 },
  features: ['articles', 'archive'],
  until: plus(now, 20 * HOUR),
};
let readPass: ReadPass;

/** The code of the page, as it stands there. */
beforeAll(async () => {
  const page = readFileSync(new URL('../../../../docs/other-languages.md', import.meta.url), 'utf8');
  const code = /```js\n(.*?)```/s.exec(page)?.[1] ?? '';
  const loaded: { readPass: ReadPass } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  ({ readPass } = loaded);
  expect(
    code
      .trim()
      .split('\n')
      .filter((line) => line !== '').length,
  ).toBeLessThanOrEqual(20);
});

const read = (token: string, change: Partial<Asked> = {}) =>
  readPass(token, jwk, { publication: 'meridian', feature: 'articles', now: now.getTime(), ...change });

test('what content signs is read by the page’s own code, and says whose it is', () => {
  expect(read(passes.issue(pass))).toMatchObject({ sub: anId(1), ver: 3, src: 'subscription' });
  expect(read(passes.issue({ ...pass, features: null }), { feature: 'columns' })).not.toBeNull();
});

test('one of two papers opens the other where it says so', () => {
  const both = passes.issue({ ...pass, features: ['articles', 'columns', 'other/articles'] });

  expect(read(both, { publication: 'other' })).not.toBeNull();
  expect(read(both, { publication: 'other', feature: 'columns' })).toBeNull();
});

test.each([
  ['over, since content trusts it no longer', 20, { now: plus(now, 20 * HOUR).getTime() }],
  ['a day old', 99, { now: plus(now, 24 * HOUR).getTime() }],
  ['from the future', 20, { now: plus(now, -HOUR).getTime() }],
  ['for another publication', 20, { publication: 'other' }],
  ['for other features', 20, { feature: 'columns' }],
])('one that is %s opens nothing', (_, hours, change) => {
  expect(read(passes.issue({ ...pass, until: plus(now, hours * HOUR) }), change)).toBeNull();
});

test('a courtesy opens for a quarter of an hour', () => {
  const token = passes.issue({ ...pass, kind: 'courtesy', features: null });

  expect(read(token, { now: plus(now, HOUR / 4 - 1).getTime() })).not.toBeNull();
  expect(read(token, { now: plus(now, HOUR / 4).getTime() })).toBeNull();
});

test('one that somebody changed, or that another key signed, opens nothing', () => {
  const [head, , signature] = passes.issue(pass).split('.');
  const forged = Buffer.from(JSON.stringify({ iss: 'gatefold/content', aud: 'gatefold/pass' }));
  const other = ed25519Passes(generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }), clock);

  for (const token of [
    `${head}.${forged.toString('base64url')}.${signature}`,
    other.issue(pass),
    '',
    'a.b.c',
  ])
    expect(read(token)).toBeNull();
});
