import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePorts } from '../../../infra/process/free-port.mjs';

export type Server = {
  readonly port: number;
  readonly pid: number;
  cpuMicroseconds(): number;
  /** At once, unless a signal is named that lets it finish. */
  stop(signal?: NodeJS.Signals): Promise<void>;
};

type Started = {
  readonly script: string;
  readonly env: Readonly<Record<string, string>>;
  readonly isReady: (url: string) => Promise<boolean>;
  /** Whether it has a core of its own. */
  readonly isPinned?: boolean;
};

const READY_WITHIN_MS = 60_000;
/** Of `/proc/PID/stat`: user and system time, in hundredths of a second. */
const MICROSECONDS_A_TICK = 10_000;

/** A server in a process of its own, on a core of its own where the machine lets one choose. */
export async function startServer({ script, env, isReady, isPinned = true }: Started): Promise<Server> {
  const [port] = await freePorts(1);
  const words = [process.execPath, path.join(import.meta.dirname, script)];
  const [command, ...args] =
    isPinned && process.platform === 'linux' ? ['taskset', '-c', '0', ...words] : words;
  const child = spawn(command!, args, {
    env: { PATH: process.env['PATH'] ?? '', ...env, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk) => (said += String(chunk)));
  const until = performance.now() + READY_WITHIN_MS;
  while (!(await isReady(`http://127.0.0.1:${port}`).catch(() => false))) {
    if (child.exitCode !== null || performance.now() > until)
      throw new Error(`${script} does not start: ${said.slice(0, 500)}`);
    await sleep(100);
  }
  return {
    port: port!,
    pid: child.pid!,
    cpuMicroseconds: () => cpuOf(child),
    stop: (signal = 'SIGKILL') => end(child, signal),
  };
}

function cpuOf({ pid }: ChildProcess): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * MICROSECONDS_A_TICK;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}
