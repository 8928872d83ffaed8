import { createHash } from 'node:crypto';
import { plus } from '@gatefold/kernel';
import { describe, expect, test } from 'vitest';
import { start } from '../../test/builders.ts';
import { brokenAt, chainAudit, type AuditEntry, type AuditNote } from './audit.ts';

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
const note = (action: string): AuditNote => ({
  actor: 'finance:ada',
  action,
  subject: 'sub-1',
  facts: { amount: '900 USD', reason: null },
});
const chain = ['refund', 'cancel', 'undo', 'refund'].reduce<AuditEntry[]>(
  (so, action) => [
    ...so,
    chainAudit(note(action), { last: so.at(-1) ?? null, at: plus(start, so.length), hash }),
  ],
  [],
);
const whole = { before: null, hash };

describe('what was done', () => {
  test('is a chain from the first entry to the last', () => {
    expect(chain.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
    expect(brokenAt(chain, whole)).toBeNull();
  });

  test('is checked in parts as well', () => {
    expect(brokenAt(chain.slice(2), { before: chain[1]!, hash })).toBeNull();
    expect(brokenAt(chain.slice(2), { before: chain[0]!, hash })).toBe(2);
  });

  test.each<{ what: string; change: Partial<AuditEntry> }>([
    { what: 'who did it', change: { actor: 'finance:ben' } },
    { what: 'what was done', change: { action: 'nothing' } },
    { what: 'to what', change: { subject: 'sub-2' } },
    { what: 'how much', change: { facts: { amount: '90 USD', reason: null } } },
    { what: 'when', change: { at: start } },
  ])('cannot be changed unseen: $what', ({ change }) => {
    expect(brokenAt(chain.with(1, { ...chain[1]!, ...change }), whole)).toBe(2);
  });

  test('cannot be left out unseen, nor put in, nor put in another order', () => {
    expect(brokenAt(chain.toSpliced(1, 1), whole)).toBe(2);
    expect(brokenAt(chain.toSpliced(1, 0, chain[0]!), whole)).toBe(2);
    expect(brokenAt([chain[0]!, chain[2]!, chain[1]!], whole)).toBe(2);
  });

  test('does not depend on the order in which a database hands facts back', () => {
    const turned = { ...chain[1]!, facts: { reason: null, amount: '900 USD' } };

    expect(brokenAt(chain.with(1, turned), whole)).toBeNull();
  });
});
