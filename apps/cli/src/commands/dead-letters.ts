import { operations } from '@gatefold/api';
import { table, type Output } from '../output.ts';
import { EXIT, type Target } from '../stack.ts';
import { consuming } from './status.ts';

/** What services could not take in, with the reason. Exit 1 when there is anything. */
export async function listDeadLetters(target: Target, output: Output): Promise<number> {
  const all = await Promise.all(
    consuming.map(async (service) => {
      const { data } = await target.client(service).call(operations.listParked);
      return data.map((event) => ({ service, ...event }));
    }),
  );
  const parked = all.flat();
  const rows = parked.map((event) => [
    event.service,
    `${event.topic}/${event.partition}@${event.offset}`,
    event.type ?? 'undecodable',
    event.key ?? '',
    event.reason,
  ]);
  output.say(parked.length === 0 ? ['Nothing is parked.'] : table(rows), { parked });
  return parked.length === 0 ? EXIT.ok : EXIT.no;
}

/** Takes parked events in again, in order. Exit 1 when some are parked still. */
export async function redriveDeadLetters(
  target: Target,
  output: Output,
  key: string | undefined,
): Promise<number> {
  const results = await Promise.all(
    consuming.map(async (service) => ({
      service,
      ...(await target
        .client(service)
        .call(operations.redriveParked, { body: key === undefined ? {} : { key } })),
    })),
  );
  output.say(
    results.map(
      ({ service, redriven, stillParked }) => `${service}: ${redriven} taken in, ${stillParked} parked still`,
    ),
    { results },
  );
  return results.every(({ stillParked }) => stillParked === 0) ? EXIT.ok : EXIT.no;
}
