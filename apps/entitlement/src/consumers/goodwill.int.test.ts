import { MINUTE, plus } from '@gatefold/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ada, aFact, afterDays, ben, SETTLEMENT } from '../../test/builders.ts';
import { startEntitlement, type Entitlement } from '../../test/harness.ts';

let service: Entitlement;
beforeAll(async () => {
  service = await startEntitlement();
}, 30_000);
afterAll(() => service.stop());

const end = plus(afterDays(28), SETTLEMENT);
const may = async (reader: string) => {
  const { body } = await service.ask(`/v1/check?reader=${reader}&feature=articles`);
  return [body.granted, body.reason];
};

test('who was locked out by late news has the minutes back behind the end, by themselves and in a ledger', async () => {
  const until = afterDays(56).toISOString();
  await service.hear(aFact());
  await service.turnTo(plus(end, 60 * MINUTE));
  expect(await may(ada)).toEqual([false, 'ended']);

  await service.hear(
    aFact({ sequence: 2, at: afterDays(28), data: { paidThrough: until, intent: 'cancelling' } }),
  );
  expect(await may(ada)).toEqual([true, 'subscription']);
  // The same news again gives nothing twice.
  await service.hear(
    aFact({ sequence: 3, at: afterDays(28), data: { paidThrough: until, intent: 'cancelling' } }),
  );
  const token = await service.people.reader(ada);
  const { body } = await service.ask(`/v1/readers/${ada}/goodwill`, { token });
  expect(body.data).toMatchObject([{ from: end.toISOString(), minutes: 60 }]);
  expect(
    (await service.announced(ada))
      .at(-1)
      ?.data.grants.map(({ source }) => source)
      .toSorted(),
  ).toEqual(['goodwill', 'subscription']);

  await service.turnTo(plus(afterDays(56), -1));
  expect(await may(ada)).toEqual([true, 'subscription']);
  await service.turnTo(afterDays(56));
  expect(await may(ada)).toEqual([true, 'goodwill']);
  await service.turnTo(plus(afterDays(56), 60 * MINUTE - 1));
  expect(await may(ada)).toEqual([true, 'goodwill']);
  await service.turnTo(plus(afterDays(56), 60 * MINUTE));
  expect(await may(ada)).toEqual([false, 'ended']);
});

test('is shown to its reader and to staff, and to nobody else', async () => {
  const path = `/v1/readers/${ada}/goodwill`;
  expect((await service.ask(path, { token: await service.people.reader(ben) })).status).toBe(403);
  expect(
    (await service.ask(path, { token: await service.people.reader(ben, { role: 'finance' }) })).status,
  ).toBe(200);
  expect((await service.ask(path, { token: null })).status).toBe(401);
});
