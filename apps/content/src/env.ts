import { z } from 'zod';

export const Env = z
  .object({
    PORT: z.coerce.number().int().default(4003),
    HOST: z.string().default('127.0.0.1'),
    LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
    DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
    EVENTS: z.enum(['kafka', 'postgres']),
    KAFKA_BROKERS: z.string().default(''),
    EVENTS_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
    ENTITLEMENT_URL: z.url(),
    IDENTITY_URL: z.url(),
    SERVICE_PRIVATE_JWK: z.string().transform((text) => JSON.parse(text) as { kty: string }),
    SERVICE_JWKS: z.string().transform((text) => JSON.parse(text) as { keys: { kty: string }[] }),
    /** `<version>:<base64 key>`, newest first; signs the addresses of gated pictures. */
    HMAC_KEYS: z.string().regex(/^\w+:[\w+/=-]{32,}/),
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
