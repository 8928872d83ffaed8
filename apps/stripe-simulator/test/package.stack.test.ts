import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import Stripe from 'stripe';
import { afterAll, beforeAll, expect, test } from 'vitest';

const run = promisify(execFile);
const APP = path.join(import.meta.dirname, '..');
/** Node's own folder comes first, so that the command's first line finds the Node that runs this. */
const env = {
  PATH: `${path.dirname(process.execPath)}:${process.env['PATH']}`,
  HOME: tmpdir(),
  LOG_LEVEL: 'error',
};

let folder: string;
let child: ChildProcess | null = null;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'gatefold-stripe-'));
  await run(process.execPath, [path.join(APP, 'build.mjs')]);
  await run('npm', ['pack', path.join(APP, 'dist'), '--pack-destination', folder], { env });
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', './gatefold-stripe-0.1.0.tgz'], {
    cwd: folder,
    env,
  });
});
afterAll(async () => {
  child?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

test('the tarball runs in an empty folder: API, pages, scenarios, and a state that outlives it', async () => {
  const port = await freePort();
  const command = path.join(folder, 'node_modules/.bin/gatefold-stripe');
  const start = async (): Promise<void> => {
    const made = spawn(command, {
      cwd: folder,
      env: { ...env, PORT: String(port), DATABASE_FILE: 'state.sqlite' },
      stdio: 'inherit',
    });
    child = made;
    const answers = () =>
      fetch(`http://127.0.0.1:${port}/healthz`).then(
        ({ ok }) => ok,
        () => false,
      );
    while (!(await answers())) {
      if (made.exitCode !== null) throw new Error(`it ended with ${made.exitCode}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  await start();
  const stripe = new Stripe('sk_test_pack', { host: '127.0.0.1', port, protocol: 'http' });
  const { id } = await stripe.customers.create({ email: 'ada@readers.example' });
  const played = await fetch(`http://127.0.0.1:${port}/_sim/scenarios`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: '01-paid-introduction' }),
  });
  expect(await played.json()).toMatchObject({ isAsExpected: true });
  expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toContain('Control room');

  child?.kill('SIGTERM');
  if (child !== null) await once(child, 'exit');
  await start();
  expect((await stripe.customers.retrieve(id)).id).toBe(id);
});
