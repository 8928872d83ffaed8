import { fileURLToPath } from 'node:url';
import { createLocalClient } from '@gatefold/entitlement-client';
import { createPlaces, loadEnv, run, titlesOf } from '@gatefold/service-kit';
import { pagesWorld, type PagesBuild } from '@gatefold/web-kit';
import { compose } from './compose.ts';
import { Env } from './env.ts';
import { papersOf } from './papers.ts';
import type { Visit } from './visit.ts';

const env = loadEnv(Env, process.env);
const builtIn = fileURLToPath(new URL('../../build', import.meta.url));
const world = await pagesWorld<PagesBuild<Visit>>('site', { env, builtIn });

const service = compose({
  ...world,
  papers: papersOf(titlesOf(env)),
  paymentOrigins: env.paymentOrigins,
  keptBytes: env.KEPT_PAGES_MB * 1_048_576,
  access: createLocalClient({
    baseUrl: env.ENTITLEMENT_URL,
    token: () => world.serviceToken(),
    failurePolicy: 'closed',
    businessClock: world.clock,
    machineClock: world.machineClock,
    onTrouble: (err) => world.logger.warn({ err }, 'what entitlement tells could not be heard'),
  }),
  signPlace: createPlaces({
    service: 'site',
    privateJwk: env.SERVICE_PRIVATE_JWK,
    clock: world.machineClock,
  }),
  urls: {
    billing: env.BILLING_URL,
    content: env.CONTENT_URL,
    entitlement: env.ENTITLEMENT_URL,
    mail: env.MAIL_URL,
    identity: env.IDENTITY_URL,
  },
});

await run(service, { port: env.PORT, host: env.HOST, logger: world.logger });
