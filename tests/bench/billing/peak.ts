import { readFileSync } from 'node:fs';

/** The most that a process has ever held resident, in MiB. */
export const peakMiB = (pid: number | null): number =>
  Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024;
