import { createHash } from 'node:crypto';
import { DAY, plus } from '@gatefold/kernel';
import { describe, expect, test } from 'vitest';
import { start } from '../../test/builders.ts';
import { chainAudit, type AuditEntry } from './audit.ts';
import { BEGINNING, dueWalk, follow, isUnderWay, walkOn, type AuditWalk } from './audit-walk.ts';

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
const chainOf = (actions: readonly string[]): AuditEntry[] =>
  actions.reduce<AuditEntry[]>((so, action) => {
    const note = { actor: 'finance:ada', action, subject: 'sub-1', facts: {} };
    return [...so, chainAudit(note, { last: so.at(-1) ?? null, at: plus(start, so.length), hash })];
  }, []);
const chain = chainOf(['refund', 'cancel', 'undo', 'refund', 'close']);
const never: AuditWalk = { startedAt: null, walked: BEGINNING, checked: BEGINNING, ended: null };
const PAGE = 3;

/** As many pages as it takes, from what is due at `now`. */
function walked(walk: AuditWalk, entries: readonly AuditEntry[], now: Date): AuditWalk {
  const due = dueWalk(walk, now);
  if (due === null) return walk;
  const page = entries.filter(({ sequence }) => sequence >= due.walked.sequence).slice(0, PAGE);
  const next = walkOn(due, page, { now, isEnd: page.length < PAGE, hash });
  return next === due ? next : walked(next, entries, now);
}
const whole = walked(never, chain, start);
const tomorrow = plus(start, DAY);

describe('a walk through the chain', () => {
  test('comes page by page to its end, and follows what is added without beginning anew', () => {
    expect(whole).toMatchObject({
      walked: { sequence: 5 },
      ended: { at: start, entries: 5, brokenAt: null },
    });
    const longer = chainOf(['refund', 'cancel', 'undo', 'refund', 'close', 'stay']);
    const later = walked(whole, longer, plus(start, DAY - 1));

    expect(later).toMatchObject({ startedAt: start, walked: { sequence: 6 }, ended: { at: start } });
    expect(isUnderWay(later)).toBe(false);
  });

  test('begins anew after a day', () => {
    expect(dueWalk(whole, plus(start, DAY - 1))).toBe(whole);
    const due = dueWalk(whole, tomorrow)!;

    expect([due.startedAt, due.walked, due.checked, isUnderWay(due)]).toEqual([
      ...[tomorrow, BEGINNING, whole.checked, true],
    ]);
  });

  test('stops at a break, and looks again after a day whether it is still there', () => {
    const broken = walked(never, chain.with(3, { ...chain[3]!, actor: 'finance:ben' }), start);

    expect(broken.ended).toEqual({ at: start, entries: 3, brokenAt: 4 });
    expect(dueWalk(broken, plus(start, DAY - 1))).toBeNull();
    expect(walked(broken, chain, tomorrow).ended).toEqual({ at: tomorrow, entries: 5, brokenAt: null });
  });

  test.each([
    { what: 'changed', entries: chain.with(1, { ...chain[1]!, action: 'nothing' }), place: 2 },
    { what: 'left out', entries: chain.toSpliced(1, 1), place: 2 },
    { what: 'left out at the end', entries: chain.slice(0, 4), place: 5 },
    { what: 'left out one and all', entries: [], place: 1 },
    {
      what: 'written anew with hashes that fit',
      entries: chainOf(['nothing', 'cancel', 'undo', 'refund', 'close']),
      place: 5,
    },
    {
      what: 'written anew and longer',
      entries: chainOf(['nothing', 'cancel', 'undo', 'refund', 'close', 'stay']),
      place: 5,
    },
  ])('sees the next day what was $what', ({ entries, place }) => {
    expect(walked(whole, entries, tomorrow).ended).toMatchObject({ at: tomorrow, brokenAt: place });
  });
});

describe('from a place that was seen', () => {
  const seen = chain[3]!;

  test.each([
    { what: 'nothing was done', entries: chain.slice(3), place: 5, broken: null },
    { what: 'its entry says something else', entries: [{ ...seen, action: 'nothing' }], place: 4, broken: 4 },
    { what: 'its entry is gone', entries: [], place: 4, broken: 4 },
    {
      what: 'its entry was written anew',
      entries: chainOf(['nothing', 'cancel', 'undo', 'refund']).slice(3),
      ...{ place: 4, broken: 4 },
    },
    {
      what: 'a newer one was changed',
      entries: [seen, { ...chain[4]!, subject: 'sub-2' }],
      ...{ place: 4, broken: 5 },
    },
  ])('it is seen when $what', ({ entries, place, broken }) => {
    expect(follow(seen, entries, hash)).toMatchObject({ place: { sequence: place }, broken });
  });
});
