import { fileURLToPath } from 'node:url';
import { createPlaces, loadEnv, run } from '@gatefold/service-kit';
import { pagesWorld, type PagesBuild } from '@gatefold/web-kit';
import { compose } from './compose.ts';
import { Env } from './env.ts';
import type { Visit } from './visit.ts';

const env = loadEnv(Env, process.env);
const builtIn = fileURLToPath(new URL('../../build', import.meta.url));
const world = await pagesWorld<PagesBuild<Visit>>('site', { env, builtIn });

const service = compose({
  ...world,
  siteUrl: env.SITE_URL,
  paymentOrigins: env.paymentOrigins,
  signPlace: createPlaces({
    service: 'site',
    privateJwk: env.SERVICE_PRIVATE_JWK,
    clock: world.machineClock,
  }),
  urls: {
    billing: env.BILLING_URL,
    content: env.CONTENT_URL,
    entitlement: env.ENTITLEMENT_URL,
    identity: env.IDENTITY_URL,
  },
});

await run(service, { port: env.PORT, host: env.HOST, logger: world.logger });
