import { operations } from '@gatefold/api';
import { table, type Output } from '../output.ts';
import { EXIT, type Target } from '../stack.ts';

/** Who answers, who is ready, what is parked. Exit 1 when something is not ready or something is parked. */
export async function status(target: Target, output: Output): Promise<number> {
  const services = await Promise.all(
    Object.entries(target.urls)
      .filter(([name]) => name !== 'inbox')
      .map(async ([name, url]) => ({ name, url, ...(await readiness(url)) })),
  );
  const parked = await parkedCounts(target);
  const isWell = services.every(({ ready }) => ready) && parked.every(({ count }) => count === 0);
  const rows = services.map(({ name, url, ready, failing }) => [
    name,
    ready ? 'ready' : `NOT READY ${failing.join(', ')}`,
    url,
  ]);

  output.say(
    [
      `events on ${target.events}`,
      ...table(rows),
      ...parked.map(({ service, count }) => `${service}: ${count} parked`),
    ],
    { events: target.events, services, parked, well: isWell },
  );
  return isWell ? EXIT.ok : EXIT.no;
}

async function readiness(url: string): Promise<{ ready: boolean; failing: string[] }> {
  try {
    const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(3_000) });
    const body = (await response.json()) as { failing?: string[] };
    return { ready: response.ok, failing: body.failing ?? [] };
  } catch {
    return { ready: false, failing: ['no answer'] };
  }
}

export const consuming = ['billing', 'entitlement', 'content', 'mail'] as const;

const parkedCounts = (target: Target) =>
  Promise.all(
    consuming.map(async (service) => {
      const { data } = await target.client(service).call(operations.listParked);
      return { service, count: data.length };
    }),
  );
