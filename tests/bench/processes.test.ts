import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { descendantsOf, memoryOf } from './processes.ts';

describe.runIf(process.platform === 'linux')('the processes of a stack', () => {
  test('are found with their children', async () => {
    const script = `require('node:child_process').spawn('sleep', ['30']); console.log('ready'); setInterval(() => 0, 1000)`;
    const child = spawn(process.execPath, ['-e', script]);
    await once(child.stdout, 'data');
    const pids = descendantsOf(child.pid ?? 0);

    expect(pids).toHaveLength(2);
    for (const pid of pids.toReversed()) process.kill(pid, 'SIGKILL');
  });

  test('hold memory, what they share counted once or for each', () => {
    const { rss, pss } = memoryOf([process.pid]);

    expect(rss).toBeGreaterThan(10_000_000);
    expect(pss).toBeLessThanOrEqual(rss);
    expect(memoryOf([2 ** 22 + 1])).toEqual({ rss: 0, pss: 0 });
  });
});
