import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { stopProcess } from '../process/stop.mjs';
import { commandOf } from '../process/look.mjs';

/**
 * Stops the server that still holds `dataDir`, if a killed process left one.
 *
 * A pid file may outlive its server, and its number may be somebody else's by now: only a process
 * that names this folder on its command line is stopped.
 */
export async function reapPostgres(dataDir) {
  const file = path.join(dataDir, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
  if (commandOf(pid)?.includes(dataDir)) await stopProcess(pid, 'SIGINT');
  rmSync(file, { force: true });
}
