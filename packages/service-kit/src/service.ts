import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { flushCompileCache } from 'node:module';
import type { Logger } from './logger.ts';

export type Worker = { start(): Promise<void>; stop(): Promise<void> };

export type Service = {
  readonly http: RequestListener;
  /** Started in order, once the port is open; stopped together. */
  readonly workers: readonly Worker[];
  close(): Promise<void>;
};

type Options = { port: number; host: string; logger: Logger };

/** How long a stop may take before the process ends anyway; leases and offsets make that harmless. */
const STOP_WITHIN_MS = 8_000;

/** Starts a composed service and stops it in reverse: no new work, then finish, then let go. */
export async function run(service: Service, { port, host, logger }: Options): Promise<void> {
  // Listened for before anything starts, so that a stop during the start is a stop too.
  const stopped = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  const server = createServer(service.http);
  server.keepAliveTimeout = 65_000;
  server.listen(port, host);
  await Promise.race([once(server, 'listening'), failed(server, { port, logger })]);
  for (const worker of service.workers) await worker.start();
  logger.info({ port }, 'listening');
  // For the next start; a process that is killed would keep nothing.
  flushCompileCache();

  await stopped;
  logger.info({}, 'stopping');
  setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
  const drained = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  setTimeout(() => server.closeAllConnections(), 1_000).unref();
  await Promise.all([drained, ...service.workers.map((worker) => worker.stop())]);
  await service.close();
  process.exit(0);
}

async function failed(
  server: ReturnType<typeof createServer>,
  { port, logger }: { port: number; logger: Logger },
) {
  const [error] = (await once(server, 'error')) as [NodeJS.ErrnoException];
  logger.fatal(
    { port, code: error.code },
    error.code === 'EADDRINUSE' ? 'the port is taken' : 'cannot listen',
  );
  process.exit(78);
}
