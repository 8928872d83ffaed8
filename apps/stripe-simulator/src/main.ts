import { createLogger, createMetrics, loadEnv, run, systemMachineClock } from '@gatefold/service-kit';
import { openDatabase } from './adapters/sqlite/database.ts';
import { compose } from './compose.ts';
import { Env } from './env.ts';

// Only who asks for it pays for loading it.
if (process.argv[2] === 'parity') process.exit(await (await import('./parity.ts')).parity(process.env));

const env = loadEnv(Env, process.env);
const logger = createLogger('stripe-simulator', env.LOG_LEVEL);
const start = env.SIM_START === undefined ? systemMachineClock.now() : new Date(env.SIM_START);

const service = compose({
  database: openDatabase(env.DATABASE_FILE),
  machineClock: systemMachineClock,
  logger,
  metrics: createMetrics('stripe-simulator'),
  start: start.getTime(),
  seed: env.SIM_SEED,
  publicUrl: env.SIM_PUBLIC_URL ?? `http://localhost:${env.PORT}`,
  secretKey: env.SIM_SECRET_KEY ?? null,
  endpoint:
    env.SIM_WEBHOOK_URL === undefined
      ? null
      : { url: env.SIM_WEBHOOK_URL, secret: env.SIM_WEBHOOK_SECRET ?? null },
});
await run(service, { port: env.PORT, host: env.HOST, logger });
