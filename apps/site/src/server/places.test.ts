import type { Client } from '@gatefold/api';
import { expect, test } from 'vitest';
import { createPlaces } from './places.ts';

const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A list that can be away, and a clock that is turned by hand. */
function places(networks: string[]) {
  const state = { networks, isAway: false, now: new Date('2026-11-26T10:00:00Z'), failures: 0 };
  const client = {
    call: async () => {
      if (state.isAway) throw new Error('away');
      return { data: state.networks, nextCursor: null };
    },
  } as unknown as Client;
  const known = createPlaces({
    entitlement: client,
    clock: { kind: 'machine', now: () => state.now },
    signPlace: async (address) => `signed ${address}`,
    logger: { warn: () => void (state.failures += 1) },
  });
  return { state, known, placeOf: known.placeOf };
}

test('only who reads from inside is told of, in either family of addresses', async () => {
  const { placeOf } = places(['192.0.2.0/24', '2001:db8::/32']);
  expect(await placeOf('192.0.2.17')).toBeNull();
  await settled();
  expect(await placeOf('192.0.2.17')).toBe('signed 192.0.2.17');
  expect(await placeOf('::ffff:192.0.2.17')).toBe('signed 192.0.2.17');
  expect(await placeOf('2001:db8::17')).toBe('signed 2001:db8::17');
  for (const outside of ['192.0.3.1', '2001:db9::1', 'nonsense', '', null])
    expect(await placeOf(outside)).toBeNull();
});

test('the list is asked for again after a minute, and the last one holds while nobody answers', async () => {
  const { state, placeOf } = places(['192.0.2.0/24']);
  await placeOf(null);
  await settled();
  state.now = new Date('2026-11-26T10:02:00Z');
  state.isAway = true;
  await placeOf(null);
  await settled();
  expect(state.failures).toBe(1);
  expect(await placeOf('192.0.2.17')).not.toBeNull();
  state.now = new Date('2026-11-26T10:04:00Z');
  state.isAway = false;
  state.networks = [];
  await placeOf(null);
  await settled();
  expect(await placeOf('192.0.2.17')).toBeNull();
});

test('a wall is the same everywhere only where it is known that there is no network', async () => {
  const { state, known } = places([]);
  expect(known.areNone()).toBe(false);
  await settled();
  expect(known.areNone()).toBe(true);
  const before = known.edition;
  state.networks = ['192.0.2.0/24'];
  state.now = new Date('2026-11-26T10:02:00Z');
  known.areNone();
  await settled();
  expect(known.areNone()).toBe(false);
  expect(known.edition).toBeGreaterThan(before);
  expect(known.isInside('192.0.2.17')).toBe(true);
  expect(known.isInside('192.0.3.17')).toBe(false);
});
