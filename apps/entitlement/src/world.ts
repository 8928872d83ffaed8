import { createClient } from '@gatefold/api';
import { connectTransport, openPool } from '@gatefold/messaging';
import {
  bearerAuthentication,
  createServiceTokens,
  followSimulatorClock,
  followWallClock,
  newId,
  systemBusinessClock,
  systemMachineClock as machineClock,
  type Logger,
} from '@gatefold/service-kit';
import { billingEvidence } from './adapters/billing-evidence.ts';
import { identityAddresses } from './adapters/identity-addresses.ts';
import { seatLetters } from './adapters/seat-letters.ts';
import { ed25519Signer } from './adapters/ed25519-signer.ts';
import { readBundleFile } from './adapters/bundle-file.ts';
import { readMeterFile } from './adapters/meter-file.ts';
import { addBundleVersions } from './adapters/postgres/bundles.ts';
import type { World } from './needs.ts';
import type { Env } from './env.ts';

const OWN_BUNDLES = new URL('../bundles.json', import.meta.url);
const OWN_METERS = new URL('../meters.json', import.meta.url);

/** The real world, as the environment names it. */
export async function realWorld(env: Env, logger: Logger): Promise<World> {
  const pool = openPool({ url: env.DATABASE_URL, name: 'entitlement', logger });
  const transport = connectTransport({
    events: env.EVENTS,
    kafkaBrokers: env.KAFKA_BROKERS,
    eventsDatabaseUrl: env.EVENTS_DATABASE_URL,
    clientId: 'entitlement',
    logger,
  });
  await addBundleVersions(pool, readBundleFile(env.BUNDLES_FILE ?? OWN_BUNDLES));
  const { token } = createServiceTokens({
    service: 'entitlement',
    privateJwk: env.SERVICE_PRIVATE_JWK,
    clock: machineClock,
  });
  const client = (baseUrl: string) => createClient({ baseUrl, token, timeoutMs: 2_000 });
  const url = env.SIMULATOR_CLOCK_URL;

  return {
    machineClock,
    newId,
    logger,
    pool,
    transport,
    epoch: env.EVENTS_EPOCH,
    heartbeatSeconds: env.HEARTBEAT_SECONDS,
    signer: ed25519Signer(env.SERVICE_PRIVATE_JWK),
    meters: readMeterFile(env.METERS_FILE ?? OWN_METERS),
    snapshotFile: env.SNAPSHOT_FILE ?? null,
    evidence: billingEvidence(client(env.BILLING_URL), logger),
    addresses: identityAddresses(client(env.IDENTITY_URL)),
    letters: seatLetters(client(env.MAIL_URL)),
    authenticate: bearerAuthentication({
      serviceKeys: env.SERVICE_JWKS,
      readerKeysUrl: new URL('/v1/jwks', env.IDENTITY_URL),
      clock: machineClock,
    }),
    follow: (drain) =>
      url === undefined
        ? followWallClock({ clock: systemBusinessClock, logger, drain })
        : followSimulatorClock({ url, app: 'entitlement', machineClock, logger, drain }),
    async close() {
      await transport.close();
      await pool.end();
    },
  };
}
