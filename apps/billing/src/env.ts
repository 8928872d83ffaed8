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

const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** Leaves only for Stripe's own host. */
const REAL_KEY = /^(rk|sk)_(live|test)_\w+$/;
const SIMULATOR_KEY = /^sk_sim_\w+$/;

export const Env = z
  .object({
    PORT: z.coerce.number().int().default(4001),
    HOST: z.string().default('127.0.0.1'),
    LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
    DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
    EVENTS: z.enum(['kafka', 'postgres']),
    KAFKA_BROKERS: z.string().default('').transform(listOf),
    EVENTS_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
    /** Raised after a restore, so that consumers believe us again. */
    EVENTS_EPOCH: z.coerce.number().int().positive().default(1),
    SERVICE_PRIVATE_JWK: jsonOf(jwk),
    SERVICE_JWKS: jsonOf(z.object({ keys: z.array(jwk) })),
    IDENTITY_URL: z.url(),
    SITE_URL: z.url(),
    /** A restricted key is enough, and is better. */
    STRIPE_SECRET_KEY: z.string().refine((key) => REAL_KEY.test(key) || SIMULATOR_KEY.test(key), {
      error: 'This is neither a key of Stripe (rk_…, sk_…) nor of the simulator (sk_sim_…).',
    }),
    /** Several while one is being replaced. */
    STRIPE_WEBHOOK_SECRETS: z
      .string()
      .transform(listOf)
      .pipe(z.array(z.string().regex(/^whsec_\S{8,}$/)).min(1)),
    /** Set with the simulator only: where it listens. */
    STRIPE_API_URL: z.url().optional(),
    /** Of all reads. Stripe allows 25 for each kind of object. */
    STRIPE_READS_PER_SECOND: z.coerce.number().positive().optional(),
    /** `<version>:<key>`, newest first, comma between; under which addresses are hashed. */
    HMAC_KEYS: z
      .string()
      .regex(/^\w+:[\w+/=-]{32,}(,\w+:[\w+/=-]{32,})*$/)
      .transform((list) =>
        list.split(',').map((entry) => {
          const [version = '', secret = ''] = entry.split(':');
          return { version, secret };
        }),
      ),
    /** `<version>:<base64 of 32 bytes>`, newest first, comma between; for what Stripe sent, word for word. */
    ENCRYPTION_KEYS: z
      .string()
      .regex(/^\w+:[A-Za-z0-9+/]{43}=(,\w+:[A-Za-z0-9+/]{43}=)*$/)
      .transform((list) =>
        list.split(',').map((entry) => {
          const [version = '', key = ''] = entry.split(':');
          return { version, key: Buffer.from(key, 'base64') };
        }),
      ),
    /** Where readers count the days before they are reminded. */
    READER_ZONE: z.string().default('America/New_York'),
    /** Set with the simulator only: whose clock is business time. */
    SIMULATOR_CLOCK_URL: z.url().optional(),
  })
  .refine((env) => env.EVENTS !== 'kafka' || env.KAFKA_BROKERS.length > 0, {
    path: ['KAFKA_BROKERS'],
    error: 'With EVENTS=kafka the brokers must be named.',
  })
  .refine((env) => env.EVENTS !== 'postgres' || env.EVENTS_DATABASE_URL !== undefined, {
    path: ['EVENTS_DATABASE_URL'],
    error: 'With EVENTS=postgres the database of the event log must be named.',
  })
  .refine((env) => env.STRIPE_API_URL === undefined || SIMULATOR_KEY.test(env.STRIPE_SECRET_KEY), {
    path: ['STRIPE_SECRET_KEY'],
    error:
      'With STRIPE_API_URL only a key of the simulator (sk_sim_…) is taken: a real key must never leave for another host.',
  })
  .refine((env) => env.STRIPE_API_URL !== undefined || !SIMULATOR_KEY.test(env.STRIPE_SECRET_KEY), {
    path: ['STRIPE_API_URL'],
    error: 'A key of the simulator needs the address of the simulator.',
  })
  .refine((env) => env.SIMULATOR_CLOCK_URL === undefined || SIMULATOR_KEY.test(env.STRIPE_SECRET_KEY), {
    path: ['SIMULATOR_CLOCK_URL'],
    error: 'The simulator turns the clock of its own money only: a real key goes with the real time.',
  });

export type Env = z.infer<typeof Env>;
