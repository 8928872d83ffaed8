import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { quiet } from '../../infra/process/bootstrap.mjs';

const leash = new URL('../../infra/stack/leash.mjs', import.meta.url).href;

type Options = {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly logFile: string;
  /** For Node. */
  readonly flags: readonly string[];
};

/** A Node process that writes to `logFile` and ends when this one is gone, however it went. */
export function spawnLeashed(script: string, { cwd, env, logFile, flags }: Options): ChildProcess {
  const log = openSync(logFile, 'a');
  const child = spawn(process.execPath, [...quiet, ...flags, '--import', leash, script], {
    cwd,
    env,
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  child.channel?.unref();
  return child;
}
