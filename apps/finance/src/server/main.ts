import { fileURLToPath } from 'node:url';
import { loadEnv, run } from '@gatefold/service-kit';
import { pagesWorld, type PagesBuild } from '@gatefold/web-kit';
import { compose } from './compose.ts';
import { Env } from './env.ts';
import type { Visit } from './visit.ts';

const env = loadEnv(Env, process.env);
const builtIn = fileURLToPath(new URL('../../build', import.meta.url));
const world = await pagesWorld<PagesBuild<Visit>>('finance', { env, builtIn });

const service = compose({
  ...world,
  financeUrl: env.FINANCE_URL,
  urls: {
    billing: env.BILLING_URL,
    entitlement: env.ENTITLEMENT_URL,
    identity: env.IDENTITY_URL,
  },
});

await run(service, { port: env.PORT, host: env.HOST, logger: world.logger });
