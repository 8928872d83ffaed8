import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ada, aFact, afterDays, ben } from '../../test/builders.ts';
import { startEntitlement, type Entitlement } from '../../test/harness.ts';

let service: Entitlement;
let keys = 0;

beforeAll(async () => {
  service = await startEntitlement();
  await service.hear(aFact());
}, 30_000);
afterAll(() => service.stop());

const wish = (change: object = {}) => ({
  publication: 'courier',
  features: ['articles'],
  until: afterDays(10).toISOString(),
  reason: 'won the crossword',
  ...change,
});
const post = async (
  path: string,
  body: object,
  { token, key }: { token?: string; key?: string | null } = {},
) =>
  service.ask(path, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(key === null ? {} : { 'idempotency-key': key ?? `comp-key-${(keys += 1)}` }),
    },
    body: JSON.stringify(body),
    token: token ?? (await service.people.reader(ben, { role: 'finance' })),
  });
const give = (reader: string, body = wish(), how: { token?: string; key?: string | null } = {}) =>
  post(`/v1/readers/${reader}/comps`, body, how);
const may = async (reader: string) => {
  const { body } = await service.ask(`/v1/check?reader=${reader}&feature=articles`);
  return [body.granted, body.reason];
};
const someone = () => `01990000-0000-7000-8000-0000000d${(keys += 1).toString(16).padStart(4, '0')}`;

describe('a comp', () => {
  test('opens at once, is said on, and is logged with who gave it and why', async () => {
    const reader = someone();
    const given = await give(reader);
    await service.settle();

    expect(given).toMatchObject({
      status: 201,
      body: { reader, givenBy: ben, reason: 'won the crossword', revoked: null },
    });
    expect(await may(reader)).toEqual([true, 'comp']);
    expect(await service.announced(reader)).toMatchObject([{ data: { grants: [{ source: 'comp' }] } }]);
    const { body } = await service.ask(`/v1/readers/${reader}/comps`);
    expect(body.data).toEqual([given.body]);
  });

  test('is given once, however often the request comes', async () => {
    const reader = someone();
    const answers = await Promise.all([1, 2, 3, 4].map(() => give(reader, wish(), { key: 'the-same-key' })));

    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect((await service.ask(`/v1/readers/${reader}/comps`)).body.data).toHaveLength(1);
    expect(await service.announced(reader)).toHaveLength(1);
  });

  test('closes when it is taken back, once, and the log keeps both', async () => {
    const reader = someone();
    const { body: comp } = await give(reader);
    const revocations = await Promise.all(
      [1, 2, 3].map(() => post(`/v1/comps/${comp.id}/revocation`, { reason: 'the wrong reader' })),
    );
    await service.settle();

    expect(revocations.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await may(reader)).toEqual([false, 'ended']);
    expect(await service.announced(reader)).toHaveLength(2);
    expect((await service.ask(`/v1/readers/${reader}/comps`)).body.data).toMatchObject([
      { revoked: { by: ben, reason: 'the wrong reader' } },
    ]);
  });

  test('ends on the dot, and what is paid for goes on', async () => {
    const reader = someone();
    await give(reader, wish({ until: afterDays(2).toISOString() }));
    await give(ada, wish({ until: afterDays(2).toISOString() }));
    await service.turnTo(new Date(afterDays(2).getTime() - 1));
    expect(await may(reader)).toEqual([true, 'comp']);
    await service.turnTo(afterDays(2));

    expect(await may(reader)).toEqual([false, 'ended']);
    expect(await may(ada)).toEqual([true, 'subscription']);
  });

  test('is explained back to who gave it', async () => {
    const reader = someone();
    const { body: comp } = await give(reader);
    const { body } = await service.ask(`/v1/readers/${reader}/explain`);

    expect(body.chain).toMatchObject([
      { step: 'reader', id: reader },
      { step: 'grant', id: comp.id },
      { step: 'comp', id: comp.id, says: `by ${ben}: won the crossword` },
    ]);
  });

  test.each([
    { what: 'without an end', change: { until: undefined }, code: 'invalid-input' },
    { what: 'without a reason', change: { reason: '  ' }, code: 'invalid-input' },
    { what: 'that is over', change: { until: '2020-01-01T00:00:00.000Z' }, code: 'comp-already-over' },
    { what: 'for ever', change: { until: '2999-01-01T00:00:00.000Z' }, code: 'comp-too-long' },
    { what: 'of what nobody knows', change: { features: ['crossword'] }, code: 'feature-not-found' },
  ])('$what is refused', async ({ change, code }) => {
    expect((await give(someone(), wish(change))).body.code).toBe(code);
  });

  test('takes a key, and staff', async () => {
    const reader = await service.people.reader(ada);

    expect((await give(someone(), wish(), { key: null })).body.code).toBe('comp-key-required');
    expect((await give(ada, wish(), { token: reader })).status).toBe(403);
    expect((await service.ask(`/v1/readers/${ada}/comps`, { token: reader })).status).toBe(403);
    expect((await post(`/v1/comps/${ada}/revocation`, { reason: 'never given' })).body.code).toBe(
      'comp-not-found',
    );
  });
});
