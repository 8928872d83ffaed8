import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePorts } from '../../infra/process/free-port.mjs';
import { startPostgres } from '../../infra/postgres/embedded.mjs';
import { openCopy } from './copy.ts';
import type { Guard } from './guard.ts';
import { judgeGuard, type Verdict } from './verdict.ts';

/** Takes the guards out one at a time, in a copy, and runs the test that each is promised by. */
export async function runGuards(
  guards: readonly Guard[],
  onVerdict: (verdict: Verdict) => void,
): Promise<readonly Verdict[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'gatefold-guards-'));
  const [port = 0] = (await freePorts(1)) as number[];
  const dataDir = path.join(folder, 'postgres');
  const server = await startPostgres({ dataDir, port, quick: true, settings: { max_connections: 300 } });
  const copy = openCopy();
  try {
    return guards.map((guard) => {
      const verdict = judgeGuard(copy, guard, server.url());
      onVerdict(verdict);
      return verdict;
    });
  } finally {
    copy.close();
    await server.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}
