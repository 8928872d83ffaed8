import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { memoryOf, root, smallHeap } from '../../infra/process/bootstrap.mjs';
import { spawnLeashed } from './spawn-leashed.ts';

export type Program = ReturnType<typeof createProgram>;

type Options = {
  readonly app: string;
  readonly env: Readonly<Record<string, string>>;
  readonly url: string;
  readonly logFile: string;
};

const READY_WITHIN_MS = 30_000;

/** One service as the process that it is in production: to be started, killed without warning, and started again. */
export function createProgram({ app, env, url, logFile }: Options) {
  let child: ChildProcess | null = null;
  // All but the simulator, which has at hand whoever has bought: in a bench twenty thousand.
  const flags = [...memoryOf(app), ...(app === 'stripe-simulator' ? [] : smallHeap)];

  const answers = (where: string): Promise<boolean> =>
    fetch(`${url}${where}`).then(
      (response) => response.arrayBuffer().then(() => response.ok),
      () => false,
    );

  const untilAnswered = async (where: string): Promise<void> => {
    const giveUpAt = performance.now() + READY_WITHIN_MS;
    for (;;) {
      if (child === null || child.exitCode !== null || child.signalCode !== null)
        throw new Error(`${app} ended while it started; see ${logFile}`);
      if (await answers(where)) return;
      if (performance.now() > giveUpAt) throw new Error(`${app} was not ready in time; see ${logFile}`);
      await sleep(20);
    }
  };

  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const ending = child;
    child = null;
    if (ending === null || ending.exitCode !== null || ending.signalCode !== null) return;
    const gone = once(ending, 'exit');
    ending.kill(signal);
    await gone;
  };

  return {
    app,
    url,
    /** Whether it can do all of its work, for which it needs its database and the log. */
    isReady: () => answers('/readyz'),
    /** Null while it does not run. */
    pid: () => child?.pid ?? null,
    isRunning: () => child !== null && child.exitCode === null && child.signalCode === null,
    /** `changed`: settings that are other than at first, for this life of it. `until`: what has to answer. */
    async start(
      changed: Readonly<Record<string, string>> = {},
      until: '/readyz' | '/healthz' = '/readyz',
    ): Promise<void> {
      const script = path.join(root, 'apps', app, 'src/main.ts');
      child = spawnLeashed(script, { cwd: root, env: { ...env, ...changed }, logFile, flags });
      await untilAnswered(until);
    },
    /** `kill -9`: nothing is finished, nothing is said. */
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  };
}
