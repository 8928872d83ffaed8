import { subscriptionTopic, type SubscriptionData } from '@gatefold/events';
import { MINUTE, plus } from '@gatefold/kernel';
import { eventually } from '@gatefold/test-kit';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aFact, afterDays, DUNNING, SETTLEMENT } from '../../test/builders.ts';
import { startEntitlement, toEvent, type Entitlement } from '../../test/harness.ts';
import type { SubscriptionFact } from '../domain/subscription-fact.ts';

let service: Entitlement;
let people = 0;

beforeAll(async () => {
  service = await startEntitlement();
}, 30_000);
afterAll(() => service.stop());

/** A reader and a subscription that no other test knows, and facts about them. */
function someone() {
  people += 1;
  const tail = people.toString(16).padStart(4, '0');
  const id = (what: string) => `01990000-0000-7000-8000-${what.padStart(8, '0')}${tail}`;
  const [readerId, other, subscription] = [id('a'), id('b'), id('5')];
  const fact = (sequence: number, at: Date, data: Partial<SubscriptionData> = {}): SubscriptionFact => ({
    ...aFact({ sequence, at, data: { readerId, subscriptionId: subscription, ...data } }),
    eventId: `01990000-0000-7000-9${tail.slice(1)}-${sequence.toString(16).padStart(12, '0')}`,
  });
  const may = async (who: string, instant?: Date) => {
    const at = instant === undefined ? '' : `&at=${instant.toISOString()}`;
    const { body } = await service.ask(`/v1/check?reader=${who}&feature=articles${at}`);
    return [body.granted, body.reason];
  };
  return { readerId, other, fact, may };
}

const yes = [true, 'subscription'];

describe('what billing says', () => {
  test.each([
    { what: 'a renewal that settles', data: {}, open: plus(afterDays(28), SETTLEMENT - 1), reason: 'ended' },
    {
      what: 'dunning',
      data: { standing: 'collecting' },
      open: plus(afterDays(28), DUNNING - 1),
      reason: 'payment-problem',
    },
    {
      what: 'a cancellation',
      data: { intent: 'cancelling' },
      open: plus(afterDays(28), -1),
      reason: 'ended',
    },
    {
      what: 'a refund',
      data: { phase: 'ended', endReason: 'refunded' },
      open: plus(afterDays(3), -1),
      reason: 'ended',
    },
  ] as const)('opens through $what and closes on the dot', async ({ data, open, reason }) => {
    const { readerId, fact, may } = someone();
    await service.hear(fact(1, afterDays(0)), fact(2, afterDays(3), data));

    expect(await may(readerId, open)).toEqual(yes);
    expect(await may(readerId, plus(open, 1))).toEqual([false, reason]);
  });

  test('is said on as a whole set under a version that grows, and only where something is new', async () => {
    const { readerId, fact } = someone();
    await service.hear(
      fact(1, afterDays(0)),
      fact(2, afterDays(1), { offerVersion: 2 }),
      fact(3, afterDays(2), { intent: 'cancelling' }),
    );

    expect(
      (await service.announced(readerId)).map(({ sequence, data }) => [
        sequence,
        data.version,
        data.grants.length,
      ]),
    ).toEqual([
      [1, 1, 1],
      [2, 2, 1],
    ]);
  });

  test('while nothing is settled gives nothing and says nothing', async () => {
    const { readerId, fact, may } = someone();
    await service.hear(fact(1, afterDays(0), { phase: 'pending', startedAt: null, paidThrough: null }));

    expect(await may(readerId)).toEqual([false, 'no-plan']);
    expect(await service.announced(readerId)).toEqual([]);
  });

  test('after a restore counts, though its number is lower', async () => {
    const { readerId, fact, may } = someone();
    await service.hear(fact(7, afterDays(0), { phase: 'ended', endReason: 'refunded' }));
    const restored = { ...fact(2, afterDays(1)), epoch: 2, eventId: fact(99, afterDays(1)).eventId };
    await service.hear(restored);

    expect(await may(readerId)).toEqual(yes);
  });
});

describe('a subscription that becomes another reader’s', () => {
  test.each([
    { first: 'the farewell', order: [0, 1, 2], isAtOnce: false },
    { first: 'the welcome', order: [0, 2, 1], isAtOnce: false },
    { first: 'the welcome, before anything else', order: [2, 1, 0], isAtOnce: false },
    { first: 'the farewell, all at once,', order: [0, 1, 2], isAtOnce: true },
    { first: 'the welcome, before anything else and all at once,', order: [2, 1, 0], isAtOnce: true },
  ])(
    'opens for the new and closes for the old reader, $first being heard first',
    async ({ order, isAtOnce }) => {
      const { readerId, other, fact, may } = someone();
      const told = [
        fact(1, afterDays(0)),
        {
          ...fact(2, afterDays(1), { phase: 'ended', endReason: 'transferred' }),
          type: 'subscription.transferred' as const,
        },
        { ...fact(3, afterDays(1), { readerId: other }), type: 'subscription.transferred' as const },
      ];
      const heard = order.map((index) => told[index]!);
      if (isAtOnce) await service.hear(...heard);
      else for (const one of heard) await service.hear(one);

      expect(await may(other)).toEqual(yes);
      expect(await may(readerId)).toEqual([false, 'ended']);
      expect((await service.announced(readerId)).at(-1)?.data.grants ?? []).toEqual([]);
      expect((await service.announced(other)).at(-1)?.data.grants).toHaveLength(1);
    },
  );
});

describe('disorder', () => {
  test('any order and any repetition of a history end in one set, and no version goes back', async () => {
    const instants = [
      afterDays(-2),
      afterDays(1),
      afterDays(27),
      plus(afterDays(28), -1),
      afterDays(40),
      afterDays(60),
    ];
    const standings = fc.constantFrom('ok', 'collecting', 'exhausted', 'disputed');
    const steps = fc.array(
      fc.record({
        standing: standings,
        intent: fc.constantFrom('renewing', 'cancelling'),
        days: fc.integer({ min: 1, max: 60 }),
      }),
      { minLength: 2, maxLength: 7 },
    );
    const disorder = fc.array(fc.nat(), { minLength: 12, maxLength: 12 });

    await fc.assert(
      fc.asyncProperty(steps, disorder, async (history, picks) => {
        const [straight, shuffled] = [someone(), someone()];
        const facts = ({ fact }: ReturnType<typeof someone>) =>
          history.map(({ standing, intent, days }, index) =>
            fact(index + 1, afterDays(index * 4), {
              standing,
              intent,
              paidThrough: afterDays(days).toISOString(),
            } as Partial<SubscriptionData>),
          );
        const disordered = facts(shuffled);
        const heard = [
          ...picks.map((pick) => disordered[pick % disordered.length]!),
          ...disordered.toReversed(),
        ];
        await service.hear(...facts(straight));
        await service.hear(...heard);

        for (const instant of instants)
          expect(await shuffled.may(shuffled.readerId, instant)).toEqual(
            await straight.may(straight.readerId, instant),
          );
        const versions = (await service.announced(shuffled.readerId)).map(({ sequence }) => sequence);
        expect(versions).toEqual(versions.map((_, index) => index + 1));
      }),
      { numRuns: 8 },
    );
  }, 60_000);

  test('twenty pieces of news told all at once are one change after the other', async () => {
    const { readerId, fact, may } = someone();
    const facts = Array.from({ length: 20 }, (_, index) =>
      fact(index + 1, afterDays(1), { paidThrough: afterDays(28 + index).toISOString() }),
    );
    await Promise.all(facts.map((one) => service.tell(subscriptionTopic, [toEvent(one)])));
    await service.settle();

    expect(await may(readerId)).toEqual(yes);
    const versions = (await service.announced(readerId)).map(({ sequence }) => sequence);
    expect(versions).toEqual(versions.map((_, index) => index + 1));
  });
});

describe('news that comes at once', () => {
  test('of several readers says of each what it would have said one after the other', async () => {
    const [ada, ben, cleo] = [someone(), someone(), someone()];
    const story = ({ fact }: ReturnType<typeof someone>) => [
      fact(1, afterDays(0)),
      fact(2, afterDays(1), { standing: 'collecting' }),
      fact(3, afterDays(2), { intent: 'cancelling' }),
    ];
    for (const one of story(ada)) await service.hear(one);
    const [bens, cleos] = [story(ben), story(cleo)];
    await service.hear(...bens.flatMap((one, index) => [one, cleos[index]!]));

    const toldOf = async ({ readerId }: ReturnType<typeof someone>) =>
      (await service.announced(readerId)).map(({ sequence, data }) => [
        sequence,
        data.version,
        data.grants.map(({ from, until, version }) => [from, until, version]),
      ]);
    const expected = await toldOf(ada);
    expect(expected).toHaveLength(3);
    expect(await toldOf(ben)).toEqual(expected);
    expect(await toldOf(cleo)).toEqual(expected);
  });

  test('is weighed by what was known before each piece of it, not by what came with it', async () => {
    const { readerId, fact } = someone();
    const until = afterDays(56).toISOString();
    await service.hear(fact(1, afterDays(0)));
    await service.turnTo(plus(afterDays(28), SETTLEMENT + 60 * MINUTE));
    await service.hear(
      fact(2, afterDays(28), { paidThrough: until }),
      fact(3, afterDays(29), { paidThrough: until, standing: 'disputed' }),
    );
    const { rows } = await service.pool.query('SELECT minutes FROM goodwill WHERE reader_id = $1', [
      readerId,
    ]);
    await service.turnTo(afterDays(1));

    expect(rows).toEqual([{ minutes: 60 }]);
  });
});

describe('an event that makes no sense', () => {
  test('is put aside with its reason; the next one of that subscription heals', async () => {
    const { readerId, fact, may } = someone();
    const broken = {
      ...toEvent(fact(2, afterDays(1))),
      data: { ...fact(2, afterDays(1)).data, standing: 'splendid' },
    };
    await service.hear(fact(1, afterDays(0)));
    await service.tell(subscriptionTopic, [broken]);
    await service.hear(fact(3, afterDays(2), { intent: 'cancelling' }));
    const { body } = await service.ask('/v1/parked-events');

    expect(await may(readerId, plus(afterDays(28), -1))).toEqual(yes);
    expect(await may(readerId, afterDays(28))).toEqual([false, 'ended']);
    expect(body.data).toMatchObject([
      { group: 'entitlement', key: readerId, reason: expect.stringContaining('standing') },
    ]);
  });

  test('of a kind that nobody here knows is passed over', async () => {
    const { readerId, fact, may } = someone();
    await service.tell(subscriptionTopic, [
      { ...toEvent(fact(1, afterDays(0))), type: 'subscription.framed' },
    ]);
    await service.hear(fact(2, afterDays(1)));

    expect(await may(readerId)).toEqual(yes);
  });
});

test('a change that cannot be announced does not happen, and happens once it can', async () => {
  const { readerId, fact, may } = someone();
  const untold = `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no room'; END $$;
    CREATE TRIGGER refuse BEFORE INSERT ON outbox FOR EACH ROW WHEN (NEW.key = '${readerId}') EXECUTE FUNCTION refuse()`;
  await service.pool.query(untold);
  await service.tell(subscriptionTopic, [toEvent(fact(1, afterDays(0)))]);
  await eventually(async () =>
    (await service.ask('/v1/parked-events')).body.data.some(({ key }: { key: string }) => key === readerId),
  );

  expect(await may(readerId)).toEqual([false, 'no-plan']);
  await service.pool.query('DROP TRIGGER refuse ON outbox; DROP FUNCTION refuse()');
  await service.ask('/v1/parked-events/redrive', { method: 'POST' });
  expect(await may(readerId)).toEqual(yes);
}, 20_000);

test('what was heard is kept with the instant at which it was known here', async () => {
  const { readerId, fact } = someone();
  await service.turnTo(afterDays(5));
  await service.hear(fact(1, afterDays(2)));
  const { rows } = await service.pool.query(
    'SELECT at, known_at FROM subscription_fact WHERE reader_id = $1',
    [readerId],
  );

  expect(rows).toEqual([{ at: afterDays(2), known_at: afterDays(5) }]);
});
