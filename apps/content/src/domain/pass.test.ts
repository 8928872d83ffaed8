import { DAY, plus } from '@gatefold/kernel';
import { describe, expect, it } from 'vitest';
import { forHolders, free } from '../../test/builders.ts';
import { courtesyOf, passOpens, type Pass } from './pass.ts';

const now = new Date('2026-03-01T12:00:00Z');
const pass: Pass = {
  kind: 'grant',
  readerId: 'ada',
  publication: 'meridian',
  features: ['articles'],
  source: 'subscription',
  version: 4,
  until: plus(now, DAY),
};
const denied = {
  reader: 'ada',
  publication: 'meridian',
  rule: forHolders('articles'),
  reason: 'unknown',
  isSilent: true,
  version: 0,
  now,
};

describe('a grant’s pass', () => {
  it('opens in silence what it names', () => expect(passOpens(pass, denied)).toBe(true));

  it.each([
    ['to another reader', { reader: 'ben' }],
    ['to nobody', { reader: null }],
    ['another paper', { publication: 'courier' }],
    ['another feature', { rule: forHolders('columns') }],
    ['when somebody answers', { isSilent: false }],
    ['against newer news of the reader', { version: 5 }],
    ['at its very end', { now: pass.until }],
    ['what is not open yet', { reason: 'not-open-yet' }],
    ['what is closed', { reason: 'closed' }],
    ['what asks for no feature', { rule: free }],
  ])('opens nothing %s', (_, change) => {
    expect(passOpens(pass, { ...denied, ...change })).toBe(false);
  });
});

describe('a grant’s pass of two papers', () => {
  const both = { ...pass, features: ['articles', 'courier/articles'] };

  it.each([
    ['its own', {}, true],
    ['the other', { publication: 'courier' }, true],
    ['what it holds of its own only', { rule: forHolders('columns'), publication: 'courier' }, false],
    ['a third', { publication: 'herald' }, false],
  ])('to %s', (_, change, opens) => {
    expect(passOpens({ ...both, features: [...both.features, 'columns'] }, { ...denied, ...change })).toBe(
      opens,
    );
  });
});

describe('a courtesy pass', () => {
  const courtesy = courtesyOf('ada', 'meridian', now);

  it.each(['no-plan', 'ended', 'payment-problem', 'unknown'])(
    'opens for who has paid, after %s',
    (reason) => {
      expect(passOpens(courtesy, { ...denied, reason, isSilent: false, version: 9 })).toBe(true);
    },
  );

  it('is over after a quarter of an hour, and opens no date', () => {
    expect(passOpens(courtesy, { ...denied, now: plus(now, 15 * 60_000) })).toBe(false);
    expect(passOpens(courtesy, { ...denied, reason: 'closed' })).toBe(false);
  });
});
