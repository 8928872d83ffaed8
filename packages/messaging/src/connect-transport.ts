import { randomUUID } from 'node:crypto';
import { kafkaTransport } from './kafka.ts';
import type { Logger, Transport } from './port.ts';
import { postgresTransport } from './postgres.ts';

type Options = {
  readonly events: 'kafka' | 'postgres';
  readonly kafkaBrokers: readonly string[];
  readonly eventsDatabaseUrl: string | undefined;
  /** The service's name. */
  readonly clientId: string;
  readonly logger: Logger;
  /** Ends the process when the log's client is beyond help. */
  exit?(code: number): void;
  /** How long a partition with lag may stand still before the process is ended. */
  readonly stalledMs?: number;
};

/** Opens the event log that the environment names. Connects when it is first used, so a log that is away fails nothing yet. */
export function connectTransport(options: Options): Transport {
  const { events, kafkaBrokers, eventsDatabaseUrl, clientId, logger, stalledMs = 60_000 } = options;
  const common = {
    clientId,
    logger,
    stalledMs,
    clock: { kind: 'machine', now: () => new Date() } as const,
    exit: options.exit ?? ((code: number) => process.exit(code)),
  };
  switch (events) {
    case 'kafka':
      return kafkaTransport({ ...common, brokers: kafkaBrokers });
    case 'postgres':
      if (eventsDatabaseUrl === undefined) throw new Error('the postgres log needs EVENTS_DATABASE_URL');
      return postgresTransport({ ...common, url: eventsDatabaseUrl, newId: randomUUID });
  }
}
