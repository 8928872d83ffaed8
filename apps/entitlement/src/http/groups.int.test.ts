import { articleTopic } from '@gatefold/events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ada, aFact, afterDays, ben, someArticle, subscriptionId } from '../../test/builders.ts';
import { articleEvent, OWN_DOMAIN, startEntitlement, type Entitlement } from '../../test/harness.ts';

let service: Entitlement;
beforeAll(async () => {
  service = await startEntitlement();
  await service.tell(articleTopic, [articleEvent(someArticle())]);
  await service.settle();
}, 30_000);
afterAll(() => service.stop());

const someone = (n: number) => `01990000-0000-7000-8000-0000000003${n.toString(16).padStart(2, '0')}`;
const post = async (path: string, body: object = {}, token?: string) =>
  service.ask(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    token: token ?? (await service.people.reader(ben, { role: 'finance' })),
  });
const as = (readerId: string) => service.people.reader(readerId);
const wish = (change: object = {}) => ({
  publication: 'courier',
  name: 'The City Library',
  features: ['articles'],
  seats: 2,
  networks: [],
  until: afterDays(100).toISOString(),
  ...change,
});
const may = async (query: string) => {
  const { body } = await service.ask(`/v1/check?${query}`);
  return [body.granted, body.reason];
};
const reads = (reader: string) => may(`reader=${reader}&article=the-harbour`);
const chainOf = async (reader: string): Promise<string[][]> => {
  const { body } = await service.ask(`/v1/readers/${reader}/explain?article=the-harbour`);
  return body.chain.map(({ step, id }: { step: string; id: string }) => [step, id]);
};
const take = async (n: number, body: object) => post('/v1/group-memberships', body, await as(someone(n)));

describe('a contract with seats', () => {
  test('opens for as many as there are seats, also where more come at once', async () => {
    const { status, body: group } = await post('/v1/groups', wish({ domains: [OWN_DOMAIN] }));
    expect(status).toBe(201);
    const joined = await Promise.all([0, 1, 2, 3, 4].map((n) => take(n, { group: group.id })));

    expect(joined.filter((answer) => answer.status === 201)).toHaveLength(2);
    expect(joined.filter(({ body }) => body.code === 'group-full')).toHaveLength(3);
    const { body } = await service.ask(`/v1/groups/${group.id}`);
    const [first, second] = body.members.map(({ reader }: { reader: string }) => reader) as [string, string];
    expect(await reads(first)).toEqual([true, 'group']);
    expect((await chainOf(first)).map(([step]) => step)).toEqual(['reader', 'grant', 'seat', 'group']);
    await service.settle();
    expect(await service.announced(first)).toMatchObject([{ data: { grants: [{ source: 'group' }] } }]);

    await post(`/v1/groups/${group.id}/members/${first}/removal`);
    expect(await reads(first)).toEqual([false, 'ended']);
    expect((await post(`/v1/groups/${group.id}/members`, { reader: someone(9) })).status).toBe(201);
    expect(await reads(someone(9))).toEqual([true, 'group']);

    await post(`/v1/groups/${group.id}/closing`);
    for (const reader of [second, someone(9)]) expect(await reads(reader)).toEqual([false, 'ended']);
    expect((await take(7, { group: group.id })).body.code).toBe('group-closed');
    const { body: log } = await service.ask(`/v1/groups/${group.id}/log`);
    expect(log.data.map(({ action }: { action: string }) => action)).toEqual([
      ...['closed', 'seat-taken', 'seat-ended', 'seat-taken', 'seat-taken', 'made'],
    ]);
  });

  test('is open by a domain to verified addresses of it alone', async () => {
    const { body: group } = await post('/v1/groups', wish({ domains: ['elsewhere.example'] }));
    expect((await take(5, { group: group.id })).body.code).toBe('group-not-found');
  });
});

describe('a group that a subscription pays for', () => {
  const group = subscriptionId;
  const invite = async (email: string) => post(`/v1/groups/${group}/invites`, { email }, await as(ada));

  test('has the seats that billing says, and whoever pays has the first', async () => {
    await service.hear(aFact({ data: { seats: 3 } }));
    expect(await reads(ada)).toEqual([true, 'subscription']);
    const { body } = await service.ask(`/v1/readers/${ada}/groups`, { token: await as(ada) });
    expect(body).toMatchObject({ owned: [{ group: { seats: 3 }, free: 2, members: [], invites: [] }] });
  });

  test('lets those in who were mailed an invitation, each once', async () => {
    expect((await invite('kim@elsewhere.example')).body).toMatchObject({ free: 1 });
    await invite('kim@elsewhere.example');
    const letter = service.letters.find(({ to }) => to === 'kim@elsewhere.example');
    const { invitation = '' } = letter ?? {};
    expect(letter?.title).toBe('courier');
    const { body: look } = await post('/v1/invitations/look', { invitation }, await as(someone(20)));
    expect(look).toMatchObject({ email: 'kim@elsewhere.example', isTaken: false });

    const taken = await Promise.all([20, 21, 22].map((n) => take(n, { invitation })));
    expect(taken.map(({ status }) => status).toSorted()).toEqual([201, 410, 410]);
    const { body: seats } = await service.ask(`/v1/groups/${group}`, { token: await as(ada) });
    expect(seats).toMatchObject({ free: 1, members: [{ shownAs: 'kim@elsewhere.example' }], invites: [] });
    expect(await reads(seats.members[0].reader)).toEqual([true, 'group']);
    expect(service.letters.at(-1)).toMatchObject({ to: ada, title: 'courier' });
    expect((await chainOf(seats.members[0].reader)).slice(3)).toEqual([
      ['group', group],
      ['event', aFact().eventId],
      ['subscription', subscriptionId],
      ['invoice', 'in_ada_1'],
      ['stripe', 'sub_ada'],
      ['customer', null],
    ]);
  });

  test('keeps an invitation that mail did not take, and sends it when it is asked again', async () => {
    service.mailIsAway(true);
    expect((await invite('lee@elsewhere.example')).status).toBeGreaterThan(499);
    service.mailIsAway(false);
    expect((await invite('lee@elsewhere.example')).body).toMatchObject({ free: 0 });
    expect(service.letters.at(-1)?.to).toBe('lee@elsewhere.example');
    expect((await invite('max@elsewhere.example')).body.code).toBe('group-full');
  });

  test('is its owner’s to look after, and nobody else’s', async () => {
    const stranger = await as(someone(30));
    const { body } = await service.ask(`/v1/groups/${group}`, { token: stranger });
    expect(body.code).toBe('group-not-found');
    for (const path of ['invites', 'name', 'domains'])
      expect(
        (
          await post(
            `/v1/groups/${group}/${path}`,
            { email: 'x@y.example', name: 'x', domain: 'y.example' },
            stranger,
          )
        ).status,
      ).toBeGreaterThan(399);
    const named = await post(`/v1/groups/${group}/name`, { name: 'The Harbour School' }, await as(ada));
    expect(named.body.group.name).toBe('The Harbour School');
    const added = await post(`/v1/groups/${group}/domains`, { domain: 'foreign.example' }, await as(ada));
    expect(added.body.code).toBe('domain-not-yours');
    const own = await post(`/v1/groups/${group}/domains`, { domain: OWN_DOMAIN }, await as(ada));
    expect(own.body.group.domains).toEqual([OWN_DOMAIN]);
  });

  test('shrinks with what is paid for, and its seats end with its subscription', async () => {
    const { body: before } = await service.ask(`/v1/groups/${group}`, { token: await as(ada) });
    const member = before.members[0].reader as string;
    await service.hear(aFact({ sequence: 2, data: { seats: 2 } }));
    const { body: seats } = await service.ask(`/v1/groups/${group}`, { token: await as(ada) });
    expect(seats).toMatchObject({ free: 0, invites: [], members: [{ reader: member }] });

    const renewed = { seats: 2, paidThrough: afterDays(56).toISOString() };
    await service.hear(aFact({ sequence: 3, at: afterDays(28), data: renewed }));
    const at = (days: number) => `&at=${encodeURIComponent(afterDays(days).toISOString())}`;
    expect(await reads(member)).toEqual([true, 'group']);
    await service.hear(
      aFact({ sequence: 4, at: afterDays(2), data: { ...renewed, phase: 'ended', endReason: 'refunded' } }),
    );
    expect(await may(`reader=${member}&article=the-harbour${at(3)}`)).toEqual([false, 'ended']);
    await service.turnTo(afterDays(3));
    expect(await reads(member)).toEqual([false, 'ended']);
    expect((await chainOf(member)).map(([step]) => step)).toContain('group');
    expect((await take(40, { group })).body.code).toBe('group-closed');
  });
});

describe('an institution', () => {
  test('opens for whoever reads from inside its networks, and to nobody else', async () => {
    const networks = ['192.0.2.0/24', '2001:db8::/32'];
    const { body: library } = await post('/v1/groups', wish({ seats: 0, networks }));
    const from = (address: string) => may(`article=the-harbour&address=${encodeURIComponent(address)}`);

    expect(await from('192.0.2.17')).toEqual([true, 'institution']);
    expect(await from('2001:db8::17')).toEqual([true, 'institution']);
    for (const outside of ['192.0.3.1', '2001:db9::1', '::ffff:192.0.3.1', 'anything', '', "1' OR 1=1"])
      expect(await from(outside)).toEqual([false, 'not-signed-in']);
    expect(await may('feature=archive&address=192.0.2.17')).toEqual([false, 'not-signed-in']);
    expect(await may(`reader=${someone(50)}&article=the-harbour&address=192.0.2.17`)).toEqual([
      ...[true, 'institution'],
    ]);
    const { body: known } = await service.ask('/v1/networks');
    expect(known.data).toEqual(networks);
    const own = await service.ask('/v1/check?article=the-harbour&address=192.0.2.17', {
      token: await as(someone(51)),
    });
    expect(own.body).toMatchObject({ granted: false });

    await post(`/v1/groups/${library.id}/closing`);
    expect(await from('192.0.2.17')).toEqual([false, 'not-signed-in']);
  });
});

test.each([
  { what: 'that opens nobody', change: { seats: 0 }, code: 'group-opens-nobody' },
  { what: 'that is over', change: { until: '2020-01-01T00:00:00.000Z' }, code: 'group-already-over' },
  { what: 'of what nobody knows', change: { features: ['crossword'] }, code: 'feature-not-found' },
  { what: 'with a network that is none', change: { networks: ['everywhere'] }, code: 'invalid-input' },
  { what: 'with a domain that is none', change: { domains: ['@x'] }, code: 'invalid-input' },
])('a group $what is refused', async ({ change, code }) => {
  expect((await post('/v1/groups', wish(change))).body.code).toBe(code);
});

test.each(['', 'anything', `${someone(1)}.${someone(2)}.${'A'.repeat(86)}`])(
  'no invitation is taken that is forged: %s',
  async (invitation) => {
    expect((await take(60, { invitation })).body.code).toBe('invitation-invalid');
  },
);
