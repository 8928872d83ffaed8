import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectTransport, type Transport } from '@gatefold/messaging';
import { createLogger } from '@gatefold/service-kit';
import { aDatabase } from '@gatefold/test-kit';
import { openBrokers } from '../../../infra/test/src/brokers.ts';
import { openDatabase } from '../../../infra/test/src/database.ts';
import { createScratch } from '../../../infra/test/src/scratch.ts';
import { startServer, type Server } from './servers.ts';
import { makeKeys } from './service.ts';

export type Nodes = {
  readonly token: string;
  readonly log: Transport;
  /** Where each node that runs answers. */
  urls(): readonly string[];
  /** Ends one node and starts another in its place, so that the group shares its partitions out anew, twice. */
  replaceOne(): Promise<void>;
  close(): Promise<void>;
};

/** Two processes of the shipped service over one database and a real broker. */
export async function openTwoNodes(): Promise<Nodes> {
  const scratch = await createScratch();
  const database = await scratch.open(openDatabase(scratch.folder, process.env));
  process.env['TEST_DATABASE_URL'] = database.url;
  const brokers = await scratch.open(openBrokers(scratch.folder, process.env));
  if (brokers.addresses.length === 0) throw new Error(`there is no Kafka: ${brokers.detail}`);
  const own = await aDatabase({ app: 'entitlement' });
  const keys = await makeKeys();
  const start = (): Promise<Server> =>
    startServer({
      script: path.join('../../..', 'apps/entitlement/src/main.ts'),
      env: {
        LOG_LEVEL: 'error',
        DATABASE_URL: own.url,
        EVENTS: 'kafka',
        KAFKA_BROKERS: brokers.addresses.join(','),
        SERVICE_PRIVATE_JWK: keys.privateJwk,
        SERVICE_JWKS: keys.jwks,
        IDENTITY_URL: 'http://127.0.0.1:9',
        BILLING_URL: 'http://127.0.0.1:9',
        MAIL_URL: 'http://127.0.0.1:9',
      },
      isReady: async (url) => (await fetch(`${url}/readyz`)).ok,
      isPinned: false,
    });
  const nodes = [await start(), await start()];
  const log = connectTransport({
    events: 'kafka',
    kafkaBrokers: brokers.addresses,
    eventsDatabaseUrl: undefined,
    clientId: 'bench',
    logger: createLogger('bench', 'fatal'),
  });

  return {
    token: keys.token,
    log,
    urls: () => nodes.map(({ port }) => `http://127.0.0.1:${port}`),
    async replaceOne() {
      const [leaving] = nodes.splice(1, 1);
      // Whoever asks it at this moment gets its answer first.
      await sleep(5_000);
      await leaving?.stop('SIGTERM');
      nodes.push(await start());
    },
    async close() {
      await log.close();
      await Promise.all(nodes.map((node) => node.stop()));
      await scratch.close();
    },
  };
}
