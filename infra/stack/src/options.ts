import path from 'node:path';
import { parseArgs } from 'node:util';
import { createPorts, type Ports } from './ports.ts';

export type Events = 'kafka' | 'postgres';

export type Options = {
  /** Which log was asked for; `null` leaves the choice to what this machine can do. */
  readonly events: Events | null;
  /** Forget everything of earlier runs first. */
  readonly reset: boolean;
  /** Restart a service when its source changes. */
  readonly watch: boolean;
  /** Fill the paper with people by playing their lives. */
  readonly people: boolean;
  readonly stateDir: string;
  readonly ports: Ports;
  /** A server of one's own; roles and databases are made in it. */
  readonly databaseUrl: string | null;
  readonly kafkaBrokers: readonly string[];
};

/** A wrong word on the command line or in the environment; told without a stack trace. */
export class Unusable extends Error {
  override readonly name = 'Unusable';
}

export function readOptions(argv: readonly string[], env: NodeJS.ProcessEnv): Options {
  const values = parseWords(argv);
  const events = values.events ?? null;
  if (events !== null && events !== 'kafka' && events !== 'postgres')
    throw new Unusable(`--events is kafka or postgres, not ${events}.`);
  return {
    events,
    reset: values.reset,
    watch: values.watch,
    people: !values['no-people'],
    stateDir: path.resolve(env['GATEFOLD_STATE'] ?? '.gatefold'),
    ports: createPorts(portBase(env['GATEFOLD_PORT_BASE'] ?? '4000')),
    databaseUrl: env['DATABASE_URL'] ?? null,
    kafkaBrokers: (env['KAFKA_BROKERS'] ?? '').split(',').filter((broker) => broker !== ''),
  };
}

function parseWords(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        events: { type: 'string' },
        reset: { type: 'boolean', default: false },
        watch: { type: 'boolean', default: false },
        'no-people': { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    const usage = 'npm start [-- --events=kafka|postgres] [-- --reset] [-- --watch] [-- --no-people]';
    throw new Unusable(`${error instanceof Error ? error.message : String(error)}\nUsage: ${usage}`);
  }
}

function portBase(text: string): number {
  const base = Number(text);
  if (Number.isInteger(base) && base >= 1024 && base <= 65_000) return base;
  throw new Unusable(`GATEFOLD_PORT_BASE is a port between 1024 and 65000, not ${text}.`);
}
