import { z } from 'zod';
import { createHttpApp, createLogger, createMetrics, loadEnv, newId, run } from '../src/index.ts';

/** The smallest whole service, for tests that need a real process. */
const env = loadEnv(
  z.object({ PORT: z.coerce.number().int(), DATABASE_URL: z.url(), SECRET: z.string().min(32) }),
  process.env,
);
const logger = createLogger('tiny', 'info');
const http = createHttpApp({
  authenticate: async () => ({ kind: 'anonymous' }),
  logger,
  metrics: createMetrics('tiny'),
  newId,
  routes: [],
  statusOf: {},
  openapi: {},
  readiness: {},
});
await run(
  { http, workers: [], close: async () => void process.stdout.write('closed\n') },
  { port: env.PORT, host: '127.0.0.1', logger },
);
