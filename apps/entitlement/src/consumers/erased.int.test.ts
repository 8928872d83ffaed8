import { readerTopic } from '@gatefold/events';
import { newId } from '@gatefold/service-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ada, aFact, afterDays } from '../../test/builders.ts';
import { startEntitlement, type Entitlement } from '../../test/harness.ts';

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
