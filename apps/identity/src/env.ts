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

export const Env = z
  .object({
    PORT: z.coerce.number().int().default(4005),
    HOST: z.string().default('127.0.0.1'),
    LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
    DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
    EVENTS: z.enum(['kafka', 'postgres']),
    KAFKA_BROKERS: z.string().default(''),
    EVENTS_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
    /** Raised after a restore, so that what is announced again counts as newer. */
    EVENTS_EPOCH: z.coerce.number().int().positive().default(1),
    /** Encrypts the keys that sign readers' tokens. Whoever changes it starts with new keys. */
    AUTH_SECRET: z.string().min(32),
    SERVICE_PRIVATE_JWK: jsonOf(jwk),
    SERVICE_JWKS: jsonOf(z.object({ keys: z.array(jwk) })),
    /** Where services find this one, for the keys of readers' tokens. */
    IDENTITY_URL: z.url(),
    MAIL_URL: z.url(),
    SITE_URL: z.url(),
    FINANCE_URL: z.url(),
    /** `<version>:<base64 key>`, newest first, comma between; under which addresses are hashed. */
    HMAC_KEYS: z
      .string()
      .regex(/^\w+:[\w+/=-]{32,}(,\w+:[\w+/=-]{32,})*$/)
      .transform((list) =>
        list.split(',').map((entry) => {
          const [version = '', secret = ''] = entry.split(':');
          return { version, secret };
        }),
      ),
    /** Links an address may ask for in a quarter of an hour. */
    SIGN_IN_LIMIT_ADDRESS: z.coerce.number().int().positive().default(5),
    /** Links a place on the network may ask for in a quarter of an hour. */
    SIGN_IN_LIMIT_IP: z.coerce.number().int().positive().default(30),
    /** How readers are written to who have not said otherwise. */
    READER_LOCALE: z.string().default('en-US'),
    READER_ZONE: z.string().default('America/New_York'),
    /** Set with the Stripe simulator only: whose clock is business time. */
    SIMULATOR_CLOCK_URL: z.url().optional(),
  })
  .refine((env) => env.EVENTS !== 'kafka' || env.KAFKA_BROKERS !== '', {
    path: ['KAFKA_BROKERS'],
    error: 'With EVENTS=kafka the brokers must be named.',
  })
  .refine((env) => env.EVENTS !== 'postgres' || env.EVENTS_DATABASE_URL !== undefined, {
    path: ['EVENTS_DATABASE_URL'],
    error: 'With EVENTS=postgres the database of the event log must be named.',
  });

export type Env = z.infer<typeof Env>;
