import { eventually } from '@gatefold/test-kit';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { anEvent, aTopic, aWorld, effects, oneTo, onBothLogs, type World } from '../test/world.ts';
import { encode } from './codec.ts';
import { subscribe, type OutgoingRecord, type Subscription, type Topic } from './index.ts';

type Broken = Partial<Omit<OutgoingRecord, 'headers'>> & {
  readonly headers?: Readonly<Record<string, string | undefined>>;
};

/** Bad in its data, so that a handler which knows better can take it in later. */
const badData: Readonly<Record<string, string>> = {
  'nothing but null': 'null',
  'a number': '7',
  'a text': '"n"',
  true: 'true',
  'a list': '[{"n":1}]',
  'an empty object': '{}',
  'a member that is missing': '{"m":1}',
  'a member of another type': '{"n":"1"}',
  'a member that is null': '{"n":null}',
  'a member that is a list': '{"n":[1]}',
  'a member that is an object': '{"n":{"n":1}}',
  'only __proto__': '{"__proto__":{"n":1}}',
  'only constructor': '{"constructor":{"n":1}}',
  'a number beyond every bound': '{"n":1e308}',
  'a number that overflows': '{"n":1e999}',
  'a fraction': '{"n":0.5}',
  'a number below nothing': '{"n":-1}',
  'an unknown word': '{"n":1,"kind":"loud"}',
  'an instant that is none': '{"n":1,"at":"9999-99-99"}',
  'an instant after the year 9999': '{"n":1,"at":"+010000-01-01T00:00:00Z"}',
  'half a character': '{"n":1,"kind":"\\ud800"}',
  'a NUL': '{"n":1,"kind":"\\u0000"}',
  'nine hundred thousand letters': `{"n":1,"kind":"${'x'.repeat(900_000)}"}`,
  'lists in lists': `{"n":${'['.repeat(3_000)}${']'.repeat(3_000)}}`,
};

/** No event at all, whoever looks at it. */
const noEvent: Readonly<Record<string, Broken>> = {
  'no JSON': { value: 'n=1' },
  'an empty value': { value: '' },
  'JSON that was cut off': { value: '{"n":' },
  'JSON with a comma too many': { value: '{"n":1,}' },
  'JSON in other quotes': { value: "{'n':1}" },
  'NaN in words': { value: '{"n":NaN}' },
  'Infinity in words': { value: '{"n":Infinity}' },
  'JSON with a remark': { value: '{"n":1} // one' },
  'two values': { value: '{"n":1}{"n":2}' },
  'no id': { headers: { ce_id: undefined } },
  'an id that is none': { headers: { ce_id: '1' } },
  'no sequence': { headers: { ce_sequence: undefined } },
  'a sequence below nothing': { headers: { ce_sequence: '-1' } },
  'a sequence beyond every bound': { headers: { ce_sequence: '1e308' } },
  'an epoch that is none': { headers: { ce_epoch: 'NaN' } },
  'a time that is none': { headers: { ce_time: 'yesterday' } },
  'no type': { headers: { ce_type: undefined } },
};

const Said = z.object({
  n: z.int().nonnegative(),
  kind: z.enum(['whispered', 'said']).optional(),
  at: z.iso.datetime().optional(),
});

const recordOf = (topic: Topic, key: string, broken: Broken): OutgoingRecord => {
  const good = encode(topic, anEvent(key, 1));
  const headers = Object.entries({ ...good.headers, ...broken.headers }).filter(
    (header): header is [string, string] => header[1] !== undefined,
  );
  return { ...good, ...broken, key, headers: Object.fromEntries(headers) };
};

onBothLogs((kind) => {
  let world: World;
  beforeAll(async () => void (world = await aWorld(kind)));
  afterEach(() => world.stopAll());
  afterAll(() => world?.end());

  /** Each kind of poison under a key of its own, each followed by a good event of that key, healthy keys in between. */
  async function poisoned(topic: Topic) {
    const log = world.openTransport();
    await log.ensureTopics([topic]);
    const all: (readonly [string, Broken])[] = [
      ...Object.entries(badData).map(([name, value]) => [name, { value }] as const),
      ...Object.entries(noEvent),
    ];
    for (const [index, [name, broken]] of all.entries())
      await log.publish(topic, [
        recordOf(topic, name, broken),
        encode(topic, anEvent(name, 2)),
        encode(topic, anEvent('healthy', index + 1)),
      ]);
    return { log, names: all.map(([name]) => name) };
  }

  /** Takes in whatever it is given once the code is mended. */
  const booking = (topic: Topic, state: { isMended: boolean }): Subscription =>
    subscribe({
      topic,
      types: ['number.said'],
      schema: z.unknown().refine((data) => state.isMended || Said.safeParse(data).success),
      async handle({ key, sequence }, tx) {
        await tx.query('INSERT INTO effect (topic, key, n) VALUES ($1, $2, $3)', [topic.name, key, sequence]);
      },
    });

  describe('poison of more than forty kinds', () => {
    test('of facts is put aside by key with its reason, and redriven in order after a fix', async () => {
      const topic = aTopic('fact', { partitions: 2 });
      const { log, names } = await poisoned(topic);
      const state = { isMended: false };
      const consumer = await world.consumer({ subscriptions: [booking(topic, state)] });
      await consumer.caughtUp(await log.endOffsets([topic]));

      expect(names.length).toBeGreaterThan(40);
      expect(await effects(world.pool, topic)).toEqual({ healthy: oneTo(names.length) });
      const parked = await consumer.parking.list();
      expect(parked.filter(({ reason }) => reason === '')).toEqual([]);
      const byKey = Map.groupBy(parked, ({ key }) => key);
      expect([...byKey.keys()].toSorted()).toEqual(names.toSorted());
      for (const [first, second] of byKey.values()) {
        expect(first!.attempts).toBe(1);
        expect(second!.reason).toContain('waits behind');
      }

      state.isMended = true;
      const mended = Object.keys(badData);
      const left = (names.length - mended.length) * 2;
      expect(await consumer.parking.redrive(null)).toEqual({
        redriven: mended.length * 2,
        stillParked: left,
      });
      const { healthy: _, ...rest } = await effects(world.pool, topic);
      expect(rest).toEqual(Object.fromEntries(mended.map((name) => [name, [1, 2]])));
    });

    test('of states is listed and skipped, and the next of its key heals', async () => {
      const topic = aTopic('state', { partitions: 2 });
      const { log, names } = await poisoned(topic);
      const consumer = await world.consumer({ subscriptions: [booking(topic, { isMended: false })] });
      await consumer.caughtUp(await log.endOffsets([topic]));

      const { healthy, ...rest } = await effects(world.pool, topic);
      expect(healthy).toEqual(oneTo(names.length));
      expect(rest).toEqual(Object.fromEntries(names.map((name) => [name, [2]])));
      expect((await consumer.parking.list()).map(({ key }) => key).toSorted()).toEqual(names.toSorted());
    });

    test('does not keep healthy keys waiting: 99 of 100 within two seconds', async () => {
      const topic = aTopic('fact', { partitions: 1 });
      const { log } = await poisoned(topic);
      const consumer = await world.consumer({ subscriptions: [booking(topic, { isMended: false })] });
      const delays: number[] = [];
      for (const n of oneTo(100)) {
        const saidAt = performance.now();
        await log.publish(topic, [
          recordOf(topic, `bad ${n}`, { value: '{"n":"x"}' }),
          encode(topic, anEvent('late', n)),
        ]);
        if (n === 1) await consumer.caughtUp(await log.endOffsets([topic]));
        await eventually(async () => ((await effects(world.pool, topic))['late'] ?? []).includes(n));
        if (n > 1) delays.push(performance.now() - saidAt);
      }

      expect(delays.toSorted((a, b) => a - b)[98]).toBeLessThan(2_000);
    });
  });
});
