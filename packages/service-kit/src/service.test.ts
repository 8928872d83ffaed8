import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test, vi } from 'vitest';

const script = new URL('../test/service-process.ts', import.meta.url).pathname;
const good = { DATABASE_URL: 'postgresql://localhost/x', SECRET: 'x'.repeat(32), PORT: '0' };

function start(env: Record<string, string>) {
  const child = spawn(process.execPath, [script], { env: { PATH: process.env['PATH'], ...env } });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return { child, exited: once(child, 'exit') as Promise<[number | null]>, output: () => output };
}

test('a broken environment is told whole, without its values, and ends with 78', async () => {
  const { exited, output } = start({ PORT: 'four', SECRET: 'too short' });
  const [code] = await exited;

  expect(code).toBe(78);
  for (const name of ['PORT', 'DATABASE_URL', 'SECRET']) expect(output()).toContain(name);
  expect(output()).not.toContain('too short');
});

test('a port that is taken ends with 78 and says which', async () => {
  const blocker = createServer().listen(0, '127.0.0.1');
  await once(blocker, 'listening');
  const { port } = blocker.address() as AddressInfo;
  const { exited, output } = start({ ...good, PORT: String(port) });
  const [code] = await exited;
  blocker.close();

  expect(code).toBe(78);
  expect(output()).toContain('the port is taken');
  expect(output()).toContain(String(port));
});

test('a stop lets go of everything before the process ends', async () => {
  const { child, exited, output } = start(good);
  while (!output().includes('listening')) await once(child.stdout, 'data');
  child.kill('SIGTERM');
  const [code] = await exited;

  expect(code).toBe(0);
  expect(output()).toContain('closed');
});

test('a service that is killed has left its compiled scripts to the next start', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'gatefold-compiled-'));
  const kept = () =>
    readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  const { child, exited, output } = start({ ...good, NODE_COMPILE_CACHE: folder });
  try {
    while (!output().includes('listening')) await once(child.stdout, 'data');
    await vi.waitFor(() => expect(kept().length).toBeGreaterThan(5), { timeout: 5_000 });
  } finally {
    child.kill('SIGKILL');
    await exited;
    rmSync(folder, { recursive: true });
  }
});
