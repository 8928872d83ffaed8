import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { memoryOf, quiet, smallHeap } from '../../process/bootstrap.mjs';
import type { Program } from './services.ts';

/** Of sysexits.h: the environment is wrong, and starting again will not make it right. */
const EX_CONFIG = 78;
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
  let pause = FIRST_PAUSE_MS;
  const life = { isStopping: false, givenUp: null as string | null };
  const untilReady = () => waitUntilReady(program, { life, logFile });

  function start(): void {
    const since = performance.now();
    child = launch({ program, logFile, watch });
    started();
    child.once('exit', (code, signal) => void ended({ code, signal, ranMs: performance.now() - since }));
  }

  async function ended({ code, signal, ranMs }: Ended): Promise<void> {
    if (life.isStopping) return;
    if (code === EX_CONFIG) {
      life.givenUp = `${program.name} does not start: ${lastLines(logFile)}`;
      return say(life.givenUp);
    }
    if (ranMs > STEADY_MS) pause = FIRST_PAUSE_MS;
    const how = signal ?? `code ${code}`;
    say(`${program.name} ended (${how}); it starts again in ${pause / 1000} s. Log: ${logFile}`);
    await sleep(pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    if (life.isStopping) return;
    start();
    await untilReady().then(
      () => say(`${program.name} is back.`),
      () => undefined,
    );
  }

  start();
  return {
    name: program.name,
    mark: program.entry,
    pid: (): number => child?.pid ?? 0,
    untilReady,
    stop(): Promise<void> {
      life.isStopping = true;
      return stopChild(child);
    },
  };
}

type Ended = { readonly code: number | null; readonly signal: string | null; readonly ranMs: number };
type Life = { isStopping: boolean; givenUp: string | null };

async function waitUntilReady(
  program: Program,
  { life, logFile }: { life: Life; logFile: string },
): Promise<void> {
  const deadline = performance.now() + READY_WITHIN_MS;
  while (performance.now() < deadline && !life.isStopping) {
    if (life.givenUp !== null) throw new Error(life.givenUp);
    if (await answersOk(program.readyUrl)) return;
    await sleep(100);
  }
  // Nothing follows a wait that a stop has ended.
  if (life.isStopping) return new Promise(() => undefined);
  throw new Error(`${program.name} was not ready in time. ${lastLines(logFile)}`);
}

async function stopChild(child: ChildProcess | null): Promise<void> {
  if (child === null || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const patience = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  await gone;
  clearTimeout(patience);
}

function launch({ program, logFile, watch }: Pick<Options, 'program' | 'logFile' | 'watch'>): ChildProcess {
  const output = openSync(logFile, 'a');
  const flags = [...quiet, ...memoryOf(program.name), ...smallHeap, '--import', leash];
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
