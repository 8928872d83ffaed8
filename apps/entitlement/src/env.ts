import { z } from 'zod';

const jwk = z.looseObject({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string() });
const jsonOf = <T extends z.ZodType>(schema: T) =>
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
const postgresUrl = z.url({ protocol: /^postgres(ql)?$/ });

export const Env = z
  .object({
    PORT: z.coerce.number().int().default(4002),
    HOST: z.string().default('127.0.0.1'),
    LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
    DATABASE_URL: postgresUrl,
    EVENTS: z.enum(['kafka', 'postgres']),
    KAFKA_BROKERS: z
      .string()
      .default('')
      .transform((list) => list.split(',').filter((broker) => broker !== '')),
    EVENTS_DATABASE_URL: postgresUrl.optional(),
    /** Raised after a restore of the database. */
    EVENTS_EPOCH: z.coerce.number().int().positive().default(1),
    SERVICE_PRIVATE_JWK: jsonOf(jwk),
    SERVICE_JWKS: jsonOf(z.object({ keys: z.array(jwk) })),
    IDENTITY_URL: z.url(),
    BILLING_URL: z.url(),
    /** What the publisher's bundles hold; the Meridian's where none is named. */
    BUNDLES_FILE: z.string().optional(),
    /** Seconds of machine time between two signs of life on the topic; 0 sends none. */
    HEARTBEAT_SECONDS: z.coerce.number().nonnegative().default(5),
    /** Where what is known of readers is kept between two starts, so that a start takes a moment; nowhere without. */
    SNAPSHOT_FILE: z.string().optional(),
    /** Set with the Stripe simulator only: whose clock is business time. */
    SIMULATOR_CLOCK_URL: z.url().optional(),
  })
  .refine((env) => env.EVENTS !== 'kafka' || env.KAFKA_BROKERS.length > 0, {
    path: ['KAFKA_BROKERS'],
    error: 'With EVENTS=kafka the brokers must be named.',
  })
  .refine((env) => env.EVENTS !== 'postgres' || env.EVENTS_DATABASE_URL !== undefined, {
    path: ['EVENTS_DATABASE_URL'],
    error: 'With EVENTS=postgres the database of the event log must be named.',
  });

export type Env = z.infer<typeof Env>;
