import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { z } from 'zod';
import { memoryOf, root } from '../../../infra/process/bootstrap.mjs';
import { spawnLeashed } from '../../process/spawn-leashed.ts';
import type { Order } from './worker.ts';

/** A worker that is started again whenever it ends, as a supervisor does. */
export function supervise(order: z.input<typeof Order>, logFile: string) {
  let child: ChildProcess | null = null;
  let isStopped = false;
  let restarts = 0;

  const start = (): void => {
    child = spawnLeashed(path.join(import.meta.dirname, 'worker.ts'), {
      cwd: root,
      env: { PATH: process.env['PATH'], CAMPAIGN_WORKER: JSON.stringify(order) },
      logFile,
      flags: memoryOf('worker'),
    });
    child.once('exit', () => {
      if (isStopped) return;
      restarts += 1;
      setTimeout(start, 200);
    });
  };
  start();

  return {
    restarts: (): number => restarts,
    /** At once, unless a signal is named that lets it finish. */
    async stop(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
      isStopped = true;
      if (child === null || child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill(signal);
      await gone;
    },
  };
}
