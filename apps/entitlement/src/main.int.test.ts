import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { aDatabase, eventually } from '@gatefold/test-kit';
import { exportJWK, generateKeyPair } from 'jose';
import { afterEach, expect, test } from 'vitest';

const main = fileURLToPath(new URL('main.ts', import.meta.url));
const afterwards: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of afterwards.splice(0).toReversed()) await end();
});

function start(env: Record<string, string>) {
  const child = spawn(process.execPath, [main], { env: { PATH: process.env['PATH'] ?? '', ...env } });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  return { child, ended, said: () => said };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

test('a broken environment ends it with 78 and all mistakes at once', async () => {
  const { ended, said } = start({ EVENTS: 'postgres', PORT: 'many' });

  expect(await ended).toBe(78);
  for (const name of ['PORT', 'DATABASE_URL', 'SERVICE_JWKS', 'BILLING_URL', 'IDENTITY_URL'])
    expect(said()).toContain(name);
}, 20_000);

test('the process starts on the wall clock, says that it is ready, and ends when told', async () => {
  const [database, events, port] = await Promise.all([
    aDatabase({ app: 'entitlement' }),
    aDatabase({ empty: true }),
    freePort(),
  ]);
  afterwards.push(() => Promise.all([database.drop(), events.drop()]));
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const { d: _private, ...publicJwk } = {
    ...(await exportJWK(privateKey)),
    kid: 'entitlement',
    alg: 'EdDSA',
  };
  const { child, ended, said } = start({
    PORT: String(port),
    DATABASE_URL: database.url,
    EVENTS: 'postgres',
    EVENTS_DATABASE_URL: events.url,
    SERVICE_PRIVATE_JWK: JSON.stringify(await exportJWK(privateKey)),
    SERVICE_JWKS: JSON.stringify({ keys: [publicJwk] }),
    IDENTITY_URL: 'http://127.0.0.1:9',
    BILLING_URL: 'http://127.0.0.1:9',
    MAIL_URL: 'http://127.0.0.1:9',
  });
  afterwards.push(async () => child.kill('SIGKILL'));
  await eventually(async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).ok, 15_000);
  child.kill('SIGTERM');

  expect(await ended).toBe(0);
  expect(said()).not.toContain('"level":50');
}, 30_000);
