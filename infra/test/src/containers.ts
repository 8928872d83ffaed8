import { spawnSync } from 'node:child_process';
import { isAlive } from '../../process/look.mjs';

/** Every container of ours carries it, with the id of the process that will stop it. */
const LABEL = 'gatefold.test';
export const label = { [LABEL]: String(process.pid) };

/** Whether a Docker engine answers. */
export const hasDocker = (): boolean => docker(['info']).status === 0;

/**
 * Makes testcontainers ready for use here.
 *
 * Its own reaper is another image to pull. We stop what we start, and sweep what a killed run of
 * ours has left.
 */
export function prepareContainers(): void {
  process.env['TESTCONTAINERS_RYUK_DISABLED'] ??= 'true';
  const { stdout } = docker([
    'ps',
    '-a',
    '--filter',
    `label=${LABEL}`,
    '--format',
    `{{.ID}} {{.Label "${LABEL}"}}`,
  ]);
  const orphans = stdout
    .split('\n')
    .map((line) => line.split(' '))
    .flatMap(([id, pid]) => (id !== undefined && pid !== undefined && !isAlive(Number(pid)) ? [id] : []));
  if (orphans.length > 0) docker(['rm', '-f', ...orphans]);
}

const docker = (words: readonly string[]) =>
  spawnSync('docker', words, { encoding: 'utf8', timeout: 10_000 });

/** The first line of why a container did not start. */
export const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
