import type { Output } from '../output.ts';
import { EXIT, Unreachable, type Target } from '../stack.ts';

type Clock = { now: string; turning?: boolean; target?: string; instants?: number; dropped?: string[] };

export async function showClock(target: Target, output: Output): Promise<number> {
  const clock = await ask(`${target.urls['stripe']}/_sim/clock`);
  output.say([clock.turning === true ? `${clock.now} (turning to ${clock.target})` : clock.now], clock);
  return EXIT.ok;
}

/**
 * Turns business time of all services to an instant, or on by some seconds.
 *
 * Says where the clock stands while it turns. Exit 1 when a service did not keep up.
 */
export async function turnClock(
  target: Target,
  output: Output,
  turn: { to: string } | { advance: number },
): Promise<number> {
  const url = `${target.urls['stripe']}/_sim/clock`;
  const progress = setInterval(() => {
    void ask(url).then(
      ({ now }) => process.stderr.write(`  ${now}\n`),
      () => undefined,
    );
  }, 1_000);
  try {
    const clock = await ask(url, turn);
    const dropped = clock.dropped ?? [];
    output.say([clock.now, ...dropped.map((app) => `${app} did not keep up`)], clock);
    return dropped.length === 0 ? EXIT.ok : EXIT.no;
  } finally {
    clearInterval(progress);
  }
}

async function ask(url: string, body?: object): Promise<Clock> {
  const response = await fetch(url, {
    ...(body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  }).catch((error: unknown) => {
    throw new Unreachable(`The simulator does not answer: ${String(error)}`);
  });
  if (!response.ok) throw new Error(`The simulator answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as Clock;
}
