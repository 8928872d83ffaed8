import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mail as contract, operations } from '@gatefold/api';
import { anId, unexpected, withoutRule, type Person } from '@gatefold/test-kit';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startMail, type Mail } from '../../test/harness.ts';

const listen = async (server: Server): Promise<string> => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};
const close = (server: Server): void => {
  server.closeAllConnections();
  server.close();
};

const keys = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'readers', alg: 'EdDSA' };
const identity = createServer((_req, res) => void res.end(JSON.stringify({ keys: [jwk] })));

let mail: Mail;
let server: Server;
let url = '';
beforeAll(async () => {
  mail = await startMail({ IDENTITY_URL: await listen(identity) });
  server = createServer(mail.service.http);
  url = await listen(server);
});
afterAll(async () => {
  close(server);
  close(identity);
  await mail.close();
});

const operationsOf = { ...contract, ...operations };
const tokenOf = async (person: Person): Promise<string | null> => {
  if (person === 'nobody') return null;
  const provisional = person === 'provisional';
  return new SignJWT({ typ: provisional ? 'provisional' : 'reader', role: provisional ? 'reader' : person })
    .setProtectedHeader({ alg: 'EdDSA', kid: 'readers' })
    .setSubject(anId(1))
    .setIssuer('gatefold/readers')
    .setAudience('gatefold')
    .setIssuedAt()
    .setExpirationTime('5m')
    .sign(keys.privateKey);
};

/** Of somebody who is none of them, and of things that do not exist. */
const foreign = { id: anId(99), newsletter: 'weekend' };

describe('who may call what', () => {
  test('every route has its rule in the contract', () => {
    expect(withoutRule(mail.service.http, operationsOf)).toEqual([]);
  });

  test('nobody is let in beyond it, nobody is kept out, and an id of somebody else opens nothing', async () => {
    expect(await unexpected({ url: url, operations: operationsOf, tokenOf, foreign })).toEqual([]);
  });
});
