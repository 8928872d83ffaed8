import { readerTopic } from '@gatefold/events';
import { newId } from '@gatefold/service-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ada, aFact, afterDays } from '../../test/builders.ts';
import { anId } from '@gatefold/test-kit';
import { OWN_DOMAIN, readerEvent, startEntitlement, type Entitlement } from '../../test/harness.ts';

let service: Entitlement;
beforeAll(async () => {
  service = await startEntitlement();
}, 30_000);
afterAll(() => service.stop());

const may = async () =>
  (await service.ask(`/v1/check?reader=${ada}&feature=articles`)).body.granted as boolean;

test('who has deleted the account holds nothing any more, whatever is still heard of the subscription', async () => {
  await service.hear(aFact());
  expect(await may()).toBe(true);
  await service.tell(readerTopic, [
    {
      ...{ id: newId(), source: 'gatefold/identity', type: 'reader.erased', subject: ada, key: ada },
      ...{ time: afterDays(1).toISOString(), sequence: 2, epoch: 1, traceparent: null },
      data: { readerId: ada, state: 'erased', mergedInto: null },
    },
  ]);
  await service.settle();
  expect(await may()).toBe(false);
  await service.hear(
    aFact({ sequence: 2, at: afterDays(1), data: { paidThrough: afterDays(56).toISOString() } }),
  );

  expect(await may()).toBe(false);
  expect((await service.announced(ada)).at(-1)?.data.grants).toEqual([]);
});

test('no group knows the address any more of one who has deleted the account, and nobody’s whom they invited', async () => {
  const [ben, owner] = [anId(0xb1), anId(0xc1)];
  const send = async (path: string, body: object, readerId: string) =>
    service.ask(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      token: await service.people.reader(readerId),
    });
  const groups = [anId(0x5b1), anId(0x5b2)] as const;
  for (const [index, [readerId, subscriptionId]] of [
    [owner, groups[0]],
    [ben, groups[1]],
  ].entries())
    await service.hear(
      aFact({
        eventId: anId(0xe0 + index),
        data: { readerId: readerId!, subscriptionId: subscriptionId!, seats: 9 },
      }),
    );
  const [theirs, own] = groups;
  await send(`/v1/groups/${theirs}/domains`, { domain: OWN_DOMAIN }, owner);
  for (const email of ['Ben@library.example', 'kim@library.example'])
    await send(`/v1/groups/${theirs}/invites`, { email }, owner);
  await send('/v1/group-memberships', { group: theirs, shownAs: 'ben@library.example' }, ben);
  await send(`/v1/groups/${own}/invites`, { email: 'lee@elsewhere.example' }, ben);

  await service.tell(readerTopic, [readerEvent({ readerId: ben, state: 'erased', mergedInto: null })]);
  await service.settle();

  const { rows } = await service.pool.query(
    'SELECT email AS known FROM group_invite UNION ALL SELECT shown_as FROM group_member ORDER BY 1',
  );
  expect(rows.map(({ known }) => known)).toEqual(['kim@library.example', null, null, null]);
  const { rows: open } = await service.pool.query(
    'SELECT 1 FROM group_invite WHERE email IS NULL AND revoked_at IS NULL AND used_at IS NULL',
  );
  expect(open).toEqual([]);
});
