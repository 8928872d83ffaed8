import { generateKeyPairSync } from 'node:crypto';
import { DAY, HOUR, MINUTE, plus } from '@gatefold/kernel';
import { anId, fakeMachineClock } from '@gatefold/test-kit';
import { expect, it } from 'vitest';
import type { Pass } from '../domain/pass.ts';
import { ed25519Passes } from './ed25519-passes.ts';

const aKey = () => generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
const key = aKey();
const clock = fakeMachineClock();
const passes = ed25519Passes(key, clock);
const pass: Pass = {
  kind: 'grant',
  readerId: anId(1),
  publication: 'meridian',
  features: ['articles'],
  source: 'subscription',
  version: 3,
  until: plus(clock.now(), 3 * DAY),
};

it('says what was signed, for a day and no longer', () => {
  const token = passes.issue(pass);
  expect(passes.read(token)).toEqual({ pass, isYoung: true });
  clock.advance(HOUR);
  expect(passes.read(token)).toEqual({ pass, isYoung: false });
  clock.advance(23 * HOUR);
  expect(passes.read(token)).toBeNull();
});

it('is believed for a quarter of an hour where it is a courtesy', () => {
  const token = passes.issue({ ...pass, kind: 'courtesy', features: null });
  clock.advance(15 * MINUTE - 1_000);
  expect(passes.read(token)?.pass.kind).toBe('courtesy');
  clock.advance(1_000);
  expect(passes.read(token)).toBeNull();
});

it('is none under another key, with another claim, without a signature, or as anything else', () => {
  const token = passes.issue(pass);
  const [head = '', body = '', signature = ''] = token.split('.');
  const longer = Buffer.from(
    JSON.stringify({ ...JSON.parse(Buffer.from(body, 'base64url').toString()), ver: 9 }),
  );
  const none = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
  for (const forged of [
    ed25519Passes(aKey(), clock).issue(pass),
    `${head}.${longer.toString('base64url')}.${signature}`,
    `${none}.${body}.`,
    `${head}.${body}.`,
    `${head}.${body}`,
    '',
    '..',
    'x'.repeat(1_000),
  ])
    expect(passes.read(forged)).toBeNull();
});

it('is none from the future', () => {
  const early = ed25519Passes(key, fakeMachineClock(plus(clock.now(), HOUR).toISOString()));
  expect(passes.read(early.issue(pass))).toBeNull();
});
