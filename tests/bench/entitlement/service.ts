import { open } from 'node:fs/promises';
import path from 'node:path';
import { takeSnapshot, type Projection } from '@gatefold/access';
import { aDatabase } from '@gatefold/test-kit';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { openDatabase } from '../../../infra/test/src/database.ts';
import { createScratch } from '../../../infra/test/src/scratch.ts';
import { startServer, type Server } from './servers.ts';

const HOUR_SECONDS = 3_600;

type Service = Server & {
  readonly token: string;
  /** Of the one service that may ask. */
  readonly privateJwk: string;
};

/** The shipped service, as a process, with a projection that it finds in its file when it starts. */
export async function startService(projection: Projection, asker = 'content'): Promise<Service> {
  const scratch = await createScratch();
  const database = await scratch.open(openDatabase(scratch.folder, process.env));
  process.env['TEST_DATABASE_URL'] = database.url;
  const [own, events] = await Promise.all([aDatabase({ app: 'entitlement' }), aDatabase({ empty: true })]);
  const file = path.join(scratch.folder, 'snapshot');
  await writeSnapshot(file, projection);
  const keys = await makeKeys(asker);
  const server = await startServer({
    script: '../../../apps/entitlement/src/main.ts',
    env: {
      LOG_LEVEL: 'error',
      DATABASE_URL: own.url,
      EVENTS: 'postgres',
      EVENTS_DATABASE_URL: events.url,
      SNAPSHOT_FILE: file,
      SERVICE_PRIVATE_JWK: keys.privateJwk,
      SERVICE_JWKS: keys.jwks,
      IDENTITY_URL: 'http://127.0.0.1:9',
      BILLING_URL: 'http://127.0.0.1:9',
      MAIL_URL: 'http://127.0.0.1:9',
    },
    isReady: (url) => isAnsweredFromMemory(url, keys.token),
  });
  return {
    ...server,
    token: keys.token,
    privateJwk: keys.privateJwk,
    async stop() {
      await server.stop();
      await scratch.close();
    },
  };
}

async function writeSnapshot(file: string, projection: Projection): Promise<void> {
  const handle = await open(file, 'w');
  await handle.writev(takeSnapshot(projection));
  await handle.close();
}

/** Of one service that asks, and the token with which it does. */
export async function makeKeys(asker = 'content') {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const token = await new SignJWT({ typ: 'service' })
    .setProtectedHeader({ alg: 'EdDSA', kid: asker })
    .setSubject(asker)
    .setIssuer(`gatefold/${asker}`)
    .setAudience('gatefold')
    .setIssuedAt()
    .setExpirationTime(Math.floor(Date.now() / 1_000) + HOUR_SECONDS)
    .sign(privateKey);
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: asker, alg: 'EdDSA' }] };
  return { token, jwks: JSON.stringify(jwks), privateJwk: JSON.stringify(await exportJWK(privateKey)) };
}

async function isAnsweredFromMemory(url: string, token: string): Promise<boolean> {
  const response = await fetch(`${url}/v1/check?article=story-1`, {
    headers: { authorization: `Bearer ${token}` },
  });
  await response.text();
  return response.headers.get('x-request-id')?.includes('.') === true;
}
