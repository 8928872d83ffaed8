import {
  createLogger,
  createMetrics,
  createServiceTokens,
  followSimulatorClock,
  loadEnv,
  newId,
  run,
  systemBusinessClock,
  systemMachineClock,
} from '@gatefold/service-kit';
import { assets, loadPages } from './build.ts';
import { compose } from './compose.ts';
import { Env } from './env.ts';

const env = loadEnv(Env, process.env);
const logger = createLogger('finance', env.LOG_LEVEL);
const machineClock = systemMachineClock;
const build = await loadPages();
const tokens = createServiceTokens({
  service: 'finance',
  privateJwk: env.SERVICE_PRIVATE_JWK,
  clock: machineClock,
});
// Nothing is ever due here: pages only ask what time it is.
const drain = async () => ({ nextDueAt: null, published: {} });
const follower =
  env.SIMULATOR_CLOCK_URL === undefined
    ? { clock: systemBusinessClock, workers: [] }
    : ((followed) => ({ clock: followed.clock, workers: [followed.worker] }))(
        followSimulatorClock({ url: env.SIMULATOR_CLOCK_URL, app: 'finance', machineClock, logger, drain }),
      );

const service = compose({
  ...{ build, assets, logger, machineClock, newId, ...follower },
  metrics: createMetrics('finance'),
  financeUrl: env.FINANCE_URL,
  trustProxy: env.TRUST_PROXY,
  urls: {
    billing: env.BILLING_URL,
    entitlement: env.ENTITLEMENT_URL,
    identity: env.IDENTITY_URL,
  },
  serviceToken: () => tokens.token(),
});

await run(service, { port: env.PORT, host: env.HOST, logger });
