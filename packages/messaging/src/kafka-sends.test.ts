import { expect, test } from 'vitest';
import { kafkaSends, type Sender } from './kafka-sends.ts';
import type { OutgoingRecord, Topic } from './port.ts';

const topic: Topic = { name: 'a.b.v1', kind: 'fact', partitions: 6, cleanup: 'delete', retentionMs: 1 };
const records = (count: number): OutgoingRecord[] =>
  Array.from({ length: count }, (_, n) => ({ key: `reader-${n}`, value: String(n), headers: {} }));

type Batch = Parameters<Sender['send']>[0];

/** A log of six partitions whose client answers as a test says. */
function aLog(
  answer: (batch: Batch, honest: Awaited<ReturnType<Sender['send']>>) => Awaited<ReturnType<Sender['send']>>,
) {
  const batches: Batch[] = [];
  const ends = new Map<number, number>();
  let connected = 0;
  let atOnce = 0;
  let mostAtOnce = 0;
  const sends = kafkaSends(() => ({
    connect: async () => void (connected += 1),
    disconnect: async () => undefined,
    async send(batch) {
      batches.push(batch);
      mostAtOnce = Math.max(mostAtOnce, (atOnce += 1));
      await new Promise((resolve) => setTimeout(resolve, 1));
      atOnce -= 1;
      const honest = [...Map.groupBy(batch.messages, ({ partition }) => partition)].map(([partition, of]) => {
        const end = ends.get(partition) ?? 0;
        ends.set(partition, end + of.length);
        return { partition, errorCode: 0, baseOffset: String(end) };
      });
      return answer(batch, honest);
    },
  }));
  return { sends, batches, connected: () => connected, mostAtOnce: () => mostAtOnce };
}

test('one send never carries records of two partitions', async () => {
  const { sends, batches } = aLog((_, honest) => honest);
  const places = await sends.publish(topic, records(50));

  expect(places).toHaveLength(50);
  expect(batches.length).toBeGreaterThan(1);
  for (const { messages } of batches)
    expect(new Set(messages.map(({ partition }) => partition)).size).toBe(1);
});

test('sends follow each other, also when two callers publish at once', async () => {
  const { sends, mostAtOnce } = aLog((_, honest) => honest);
  await Promise.all([sends.publish(topic, records(20)), sends.publish(topic, records(20))]);

  expect(mostAtOnce()).toBe(1);
});

test.each([
  { lie: 'nothing', answer: () => [] },
  { lie: 'another partition', answer: () => [{ partition: 5, errorCode: 0, baseOffset: '0' }] },
  { lie: 'no offset', answer: (of: Batch) => [{ partition: of.messages[0]!.partition, errorCode: 0 }] },
  {
    lie: 'an error',
    answer: (of: Batch) => [{ partition: of.messages[0]!.partition, errorCode: 7, baseOffset: '3' }],
  },
])('a send that is answered with $lie is a failure, although it resolved', async ({ answer }) => {
  const { sends } = aLog(answer);
  await expect(sends.publish(topic, [{ key: 'reader-1', value: 'x', headers: {} }])).rejects.toThrow(
    'does not match',
  );
});

test('after a failure the next send goes through a new producer', async () => {
  let failures = 0;
  const { sends, connected } = aLog((_, honest) => {
    if (failures++ === 0) throw new Error('connection reset');
    return honest;
  });
  await expect(sends.publish(topic, records(1))).rejects.toThrow('connection reset');
  await sends.publish(topic, records(1));
  await sends.publish(topic, records(1));

  expect(connected()).toBe(2);
});
