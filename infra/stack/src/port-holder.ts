import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { commandOf } from '../../process/look.mjs';

/** Who listens on `port` of this machine in a person's words, or `null` when it is free. */
export async function holderOf(port: number): Promise<string | null> {
  if (await isFree(port)) return null;
  const pid = listenerOf(port);
  if (pid === null) return 'another process';
  return `process ${pid} (${commandOf(pid)?.trim().slice(0, 80) ?? 'unknown'})`;
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

function listenerOf(port: number): number | null {
  if (existsSync('/proc/net/tcp')) return listenerInProc(port);
  const { stdout } = spawnSync('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-t'], { encoding: 'utf8' });
  const pid = Number.parseInt(stdout ?? '', 10);
  return Number.isNaN(pid) ? null : pid;
}

/** Linux says which socket listens on a port, and which process holds a socket, in two places. */
function listenerInProc(port: number): number | null {
  const inode = ['/proc/net/tcp', '/proc/net/tcp6'].map((file) => listeningInode(file, port)).find(Boolean);
  if (inode === undefined) return null;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name)))
    if (holdsSocket(pid, `socket:[${inode}]`)) return Number(pid);
  return null;
}

const LISTENING = '0A';

function listeningInode(file: string, port: number): string | undefined {
  if (!existsSync(file)) return undefined;
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .find((columns) => columns[1]?.endsWith(suffix) && columns[3] === LISTENING)?.[9];
}

function holdsSocket(pid: string, socket: string): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`) === socket);
  } catch {
    // It ended, or belongs to somebody else.
    return false;
  }
}
