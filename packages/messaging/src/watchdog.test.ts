import { expect, test } from 'vitest';
import { judge, type Standing } from './watchdog.ts';

const MINUTE = 60_000;
const standing = (changes: Partial<Standing> = {}): Standing => ({
  id: 'billing.payment.v1/0',
  position: '7',
  hasLag: true,
  isPaused: false,
  ...changes,
});

/** Looks every ten seconds and says what has stalled at the last look. */
function watch(looks: readonly Standing[]): readonly string[] {
  let seen: ReturnType<typeof judge>['seen'] = new Map();
  let stalled: readonly string[] = [];
  looks.forEach((look, index) => {
    ({ seen, stalled } = judge(seen, [look], { now: index * 10_000, stalledMs: MINUTE }));
  });
  return stalled;
}

const sevenLooks = (changes: (index: number) => Partial<Standing>): Standing[] =>
  Array.from({ length: 7 }, (_, index) => standing(changes(index)));

test('a partition with records waiting that has not moved for a minute is stalled', () => {
  expect(watch(sevenLooks(() => ({})))).toEqual(['billing.payment.v1/0']);
  expect(watch(sevenLooks(() => ({})).slice(1))).toEqual([]);
});

test.each([
  { why: 'it moves, however slowly', changes: (index: number) => ({ position: String(index) }) },
  { why: 'nothing waits', changes: () => ({ hasLag: false }) },
  { why: 'it is paused on purpose', changes: () => ({ isPaused: true }) },
  { why: 'it was paused a moment ago', changes: (index: number) => ({ isPaused: index === 3 }) },
])('a partition is not stalled while $why', ({ changes }) => {
  expect(watch(sevenLooks(changes))).toEqual([]);
});

test('a log that cannot be asked is no stall', () => {
  const first = judge(new Map(), [standing()], { now: 0, stalledMs: MINUTE });
  const away = judge(first.seen, [], { now: MINUTE, stalledMs: MINUTE });
  const back = judge(away.seen, [standing()], { now: 2 * MINUTE, stalledMs: MINUTE });

  expect(back.stalled).toEqual([]);
});
