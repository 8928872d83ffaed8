import { z } from 'zod';

/** Text that holds JSON of this shape. */
export const jsonOf = <T extends z.ZodType>(schema: T) =>
  z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: 'custom', message: 'This is not JSON.' });
        return z.NEVER;
      }
    })
    .pipe(schema);

const jwk = z.looseObject({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string() });
const postgresUrl = z.url({ protocol: /^postgres(ql)?$/ });

/** Commas between, spaces and empty places left out. */
export const commaList = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);

/** Where a program listens, and how much it says. */
export const listening = (port: number) => ({
  PORT: z.coerce.number().int().default(port),
  HOST: z.string().default('127.0.0.1'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
});

/** With what a service signs its tokens. */
export const ownKey = { SERVICE_PRIVATE_JWK: jsonOf(jwk.extend({ d: z.string() })) };

/** The public keys of all services, by which it knows who calls. */
export const callersKeys = { SERVICE_JWKS: jsonOf(z.object({ keys: z.array(jwk) })) };

/** Set with the Stripe simulator only: whose clock is business time. */
export const simulatorClock = { SIMULATOR_CLOCK_URL: z.url().optional() };

/** A database of its own, and the log that all services share. Goes with `namesItsLog`. */
export const databaseAndLog = {
  DATABASE_URL: postgresUrl,
  EVENTS: z.enum(['kafka', 'postgres']),
  KAFKA_BROKERS: z.string().default('').pipe(commaList),
  EVENTS_DATABASE_URL: postgresUrl.optional(),
};

/** Raised by one after the database was restored to an earlier point, so that consumers believe it again. */
export const eventsEpoch = { EVENTS_EPOCH: z.coerce.number().int().positive().default(1) };

type Log = {
  EVENTS: 'kafka' | 'postgres';
  KAFKA_BROKERS: string[];
  EVENTS_DATABASE_URL?: string | undefined;
};

/** The check that the chosen log can be found. */
export function namesItsLog(env: Log, context: z.RefinementCtx): void {
  if (env.EVENTS === 'kafka' && env.KAFKA_BROKERS.length === 0)
    context.addIssue({
      code: 'custom',
      path: ['KAFKA_BROKERS'],
      message: 'With EVENTS=kafka the brokers must be named.',
    });
  if (env.EVENTS === 'postgres' && env.EVENTS_DATABASE_URL === undefined)
    context.addIssue({
      code: 'custom',
      path: ['EVENTS_DATABASE_URL'],
      message: 'With EVENTS=postgres the database of the event log must be named.',
    });
}

/** `<version>:<key>`, newest first, comma between. */
export const versionedSecrets = z
  .string()
  .regex(/^\w+:[\w+/=-]{32,}(,\w+:[\w+/=-]{32,})*$/)
  .transform((list) =>
    list.split(',').map((entry) => {
      const [version = '', secret = ''] = entry.split(':');
      return { version, secret };
    }),
  );

/** `<version>:<base64 of 32 bytes>`, newest first, comma between. */
export const encryptionKeys = versionedSecrets
  .transform((keys) => keys.map(({ version, secret }) => ({ version, key: Buffer.from(secret, 'base64') })))
  .refine((keys) => keys.every(({ key }) => key.length === 32), 'Each key must have 32 bytes.');
