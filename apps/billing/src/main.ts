import { createLogger, loadEnv, run } from '@gatefold/service-kit';
import { compose } from './compose.ts';
import { Env } from './env.ts';
import { realWorld } from './world.ts';

const env = loadEnv(Env, process.env);
const logger = createLogger('billing', env.LOG_LEVEL);

await run(compose(realWorld(env, logger)), { port: env.PORT, host: env.HOST, logger });
