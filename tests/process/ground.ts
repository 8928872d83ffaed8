import { rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { missingForKafka } from '../../infra/kafka/java.mjs';
import { startKafka } from '../../infra/kafka/kafka.mjs';
import { startPostgres } from '../../infra/postgres/embedded.mjs';
import { forgetPostgres } from '../../infra/postgres/home.mjs';
import { isAlive } from '../../infra/process/look.mjs';
import { freePorts } from '../../infra/process/free-port.mjs';

/**
 * What a crash of the server process may not lose is written to the system before a commit is answered. Only what
 * a crash of the whole machine would lose is left to chance, as nobody cuts the power here.
 */
const SETTINGS = { fsync: 'off', full_page_writes: 'off', max_connections: 200, deadlock_timeout: '200ms' };

/** A PostgreSQL server of one's own, that may crash. */
export async function openServer(folder: string) {
  const dataDir = path.join(folder, 'postgres');
  const [port = 0] = (await freePorts(1)) as number[];
  const start = () => startPostgres({ dataDir, port, settings: SETTINGS });
  let server = await start();

  return {
    url: (database: string): string => server.url(database),
    /** Ends it as a power cut does for all who are connected, and brings it back over the same data. */
    async crash(): Promise<void> {
      const pid = server.pid ?? 0;
      process.kill(pid, 'SIGQUIT');
      while (isAlive(pid)) await sleep(20);
      server = await start();
    },
    async createDatabase(name: string, scripts: readonly string[]): Promise<string> {
      await withClient(server.url('postgres'), (admin) => admin.query(`CREATE DATABASE ${name}`));
      await withClient(server.url(name), async (client) => {
        for (const script of scripts) await client.query(script);
      });
      return server.url(name);
    },
    /** Lets nobody into one database and throws out who is in, or lets them in again; the others go on. */
    async lock(name: string, isLocked: boolean): Promise<void> {
      await withClient(server.url('postgres'), async (admin) => {
        await admin.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS ${!isLocked}`);
        if (!isLocked) return;
        await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [
          name,
        ]);
      });
    },
    async close(): Promise<void> {
      await server.stop();
      await forgetPostgres(dataDir);
    },
  };
}

export type Server = Awaited<ReturnType<typeof openServer>>;

async function withClient(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

export type Brokers = {
  readonly addresses: readonly string[];
  /** `kill -9` of every broker. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  /** Stopped in the middle of everything, but not dead. */
  freeze(): void;
  thaw(): void;
  close(): Promise<void>;
};

/** Apache Kafka of one's own, or null where it cannot run or is not wanted; then the log in PostgreSQL is what is tested. */
export async function openBrokers(folder: string): Promise<Brokers | null> {
  if (process.env['FAULT_EVENTS'] === 'postgres' || missingForKafka() !== null) return null;
  const kafka = await startKafka({ dir: path.join(folder, 'kafka') });
  const signal = (name: NodeJS.Signals): void => {
    for (const { pid } of kafka.nodes) if (pid !== undefined) process.kill(pid, name);
  };
  return {
    addresses: kafka.brokers,
    kill: async () => void (await Promise.all(kafka.nodes.map((node) => node.stop('SIGKILL')))),
    restart: async () => void (await Promise.all(kafka.nodes.map((node) => node.start()))),
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
    async close() {
      await kafka.stop();
      rmSync(path.join(folder, 'kafka'), { recursive: true, force: true });
    },
  };
}
