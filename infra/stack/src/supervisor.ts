import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { quiet } from '../../process/bootstrap.mjs';
import type { Program } from './services.ts';

/** Of sysexits.h: the environment is wrong, and starting again will not make it right. */
const EX_CONFIG = 78;
const HEAP_MEGABYTES = 192;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** Who has run this long starts with the shortest pause again. */
const STEADY_MS = 60_000;
const READY_WITHIN_MS = 90_000;
const STOP_WITHIN_MS = 12_000;

const leash = new URL('../leash.mjs', import.meta.url).href;

type Options = {
  readonly program: Program;
  readonly logFile: string;
  readonly watch: boolean;
  /** A line for a person: it crashed, it is back. */
  readonly say: (line: string) => void;
  readonly started: () => void;
};

export type Supervised = ReturnType<typeof supervise>;

/** Starts a program and starts it again when it ends by itself, pausing longer each time. */
export function supervise({ program, logFile, watch, say, started }: Options) {
  let child: ChildProcess | null = null;
  let isStopping = false;
  let pause = FIRST_PAUSE_MS;
  let givenUp: string | null = null;

  function start(): void {
    const since = performance.now();
    child = launch({ program, logFile, watch });
    started();
    child.once('exit', (code, signal) => void ended({ code, signal, ranMs: performance.now() - since }));
  }

  async function ended({
    code,
    signal,
    ranMs,
  }: {
    code: number | null;
    signal: string | null;
    ranMs: number;
  }) {
    if (isStopping) return;
    if (code === EX_CONFIG) {
      givenUp = `${program.name} does not start: ${lastLines(logFile)}`;
      return say(givenUp);
    }
    if (ranMs > STEADY_MS) pause = FIRST_PAUSE_MS;
    say(
      `${program.name} ended (${signal ?? `code ${code}`}); it starts again in ${pause / 1000} s. Log: ${logFile}`,
    );
    await sleep(pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    if (isStopping) return;
    start();
    void untilReady().then(
      () => say(`${program.name} is back.`),
      () => undefined,
    );
  }

  async function untilReady(): Promise<void> {
    const deadline = performance.now() + READY_WITHIN_MS;
    while (performance.now() < deadline && !isStopping) {
      if (givenUp !== null) throw new Error(givenUp);
      if (await answersOk(program.readyUrl)) return;
      await sleep(100);
    }
    // Nothing follows a wait that a stop has ended.
    if (isStopping) return new Promise(() => undefined);
    throw new Error(`${program.name} was not ready in time. ${lastLines(logFile)}`);
  }

  start();
  return {
    name: program.name,
    mark: program.entry,
    pid: (): number => child?.pid ?? 0,
    untilReady,
    async stop(): Promise<void> {
      isStopping = true;
      if (child === null || child.exitCode !== null || child.signalCode !== null) return;
      const current = child;
      const gone = new Promise((resolve) => current.once('exit', resolve));
      current.kill('SIGTERM');
      const patience = setTimeout(() => current.kill('SIGKILL'), STOP_WITHIN_MS);
      await gone;
      clearTimeout(patience);
    },
  };
}

function launch({ program, logFile, watch }: Pick<Options, 'program' | 'logFile' | 'watch'>): ChildProcess {
  const output = openSync(logFile, 'a');
  const flags = [...quiet, `--max-old-space-size=${HEAP_MEGABYTES}`, '--import', leash];
  const watching = watch ? ['--watch', '--watch-preserve-output'] : [];
  // A group of its own: Ctrl-C reaches the stack alone, which then stops each in its turn.
  const child = spawn(
    process.execPath,
    [...flags, ...watching, path.join(program.folder, program.entry), ...program.args],
    {
      cwd: program.folder,
      env: program.env,
      detached: true,
      stdio: ['ignore', output, output, 'ipc'],
    },
  );
  closeSync(output);
  return child;
}

async function answersOk(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

/** The end of a log, in which the reason usually stands. */
function lastLines(logFile: string): string {
  return `\n${readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-12).join('\n')}\nMore in ${logFile}`;
}
