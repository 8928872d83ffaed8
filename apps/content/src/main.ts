import { loadEnv, run } from '@gatefold/service-kit';
import { compose } from './compose.ts';
import { connect } from './connect.ts';
import { Env } from './env.ts';

const env = loadEnv(Env, process.env);
const world = connect(env);

await run(compose(world), { port: env.PORT, host: env.HOST, logger: world.logger });
