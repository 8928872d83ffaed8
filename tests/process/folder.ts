import { mkdtempSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { forgetPostgres } from '../../infra/postgres/home.mjs';
import { commandOf, isAlive } from '../../infra/process/look.mjs';
import { stopProcess } from '../../infra/process/stop.mjs';

/** A folder for this run's servers. What earlier runs left that were killed is ended and swept away first. */
export async function openFolder(purpose: string): Promise<string> {
  const prefix = `gatefold-${purpose}-`;
  for (const name of readdirSync(tmpdir()).filter((candidate) => candidate.startsWith(prefix))) {
    const owner = Number(name.slice(prefix.length).split('-')[0]);
    if (Number.isInteger(owner) && !isAlive(owner)) await sweep(path.join(tmpdir(), name));
  }
  return mkdtempSync(path.join(tmpdir(), `${prefix}${process.pid}-`));
}

async function sweep(folder: string): Promise<void> {
  await forgetPostgres(path.join(folder, 'postgres'));
  const kafka = path.join(folder, 'kafka');
  const nodes = existsSync(kafka) ? readdirSync(kafka).filter((name) => name.startsWith('node-')) : [];
  for (const node of nodes) await reap(path.join(kafka, node));
  rmSync(folder, { recursive: true, force: true });
}

/** Ends the broker whose folder this is, and nobody who has its number by now. */
async function reap(node: string): Promise<void> {
  const file = path.join(node, 'pid');
  const pid = existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : 0;
  if (commandOf(pid)?.includes(node)) await stopProcess(pid, 'SIGKILL');
}
