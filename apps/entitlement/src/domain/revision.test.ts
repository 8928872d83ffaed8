import { describe, expect, test } from 'vitest';
import { compareRevisions, formatRevision, parseRevision } from './revision.ts';

const subscription = '01990000-0000-7000-8000-00000000005b';

describe('a revision of billing’s', () => {
  test('is read and written alike', () => {
    const revision = parseRevision(`2.${subscription}.14`);

    expect(revision).toEqual({ epoch: 2, subscriptionId: subscription, sequence: 14 });
    expect(formatRevision(revision!)).toBe(`2.${subscription}.14`);
  });

  test.each([
    '',
    '1.2.3',
    `1.${'-'.repeat(36)}.1`,
    `-1.${subscription}.1`,
    `1.${subscription}.1e3`,
    ` 1.${subscription}.1`,
  ])('is nothing else (%j)', (text) => {
    expect(parseRevision(text)).toBeNull();
  });

  test('is newer after a restore, whatever the count says', () => {
    expect(compareRevisions({ epoch: 2, sequence: 1 }, { epoch: 1, sequence: 900 })).toBeGreaterThan(0);
    expect(compareRevisions({ epoch: 1, sequence: 2 }, { epoch: 1, sequence: 10 })).toBeLessThan(0);
    expect(compareRevisions({ epoch: 1, sequence: 2 }, { epoch: 1, sequence: 2 })).toBe(0);
  });
});
