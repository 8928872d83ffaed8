import { spawn } from 'node:child_process';
import { root } from '../../process/bootstrap.mjs';

export type Outcome = { readonly ok: boolean; readonly output: string; readonly seconds: number };

type Options = {
  readonly env?: NodeJS.ProcessEnv;
  /** Shown as it comes, besides being kept. */
  readonly live?: boolean;
};

/** Runs a Node script of the repository to its end. What it says is kept for the case that it fails. */
export function runScript(
  words: readonly string[],
  { env = {}, live = false }: Options = {},
): Promise<Outcome> {
  const since = performance.now();
  const child = spawn(process.execPath, words, {
    cwd: root,
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text) => {
      output += String(text);
      if (live) process.stdout.write(String(text));
    });
  return new Promise((resolve) => {
    const end = (ok: boolean) => resolve({ ok, output, seconds: (performance.now() - since) / 1000 });
    child.once('error', () => end(false));
    child.once('close', (code) => end(code === 0));
  });
}

/** Where a tool's own command begins, without asking a shell to find it. */
export const bin = (file: string): string => `node_modules/${file}`;
