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
    PORT: z.coerce.number().int().default(4003),
    HOST: z.string().default('127.0.0.1'),
    LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
    DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
    EVENTS: z.enum(['kafka', 'postgres']),
    KAFKA_BROKERS: z.string().default(''),
    EVENTS_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
    /** Raised by one after the database was restored to an earlier point, so that consumers believe it again. */
    EVENTS_EPOCH: z.coerce.number().int().positive().default(1),
    ENTITLEMENT_URL: z.url(),
    IDENTITY_URL: z.url(),
    SERVICE_PRIVATE_JWK: jsonOf(jwk),
    SERVICE_JWKS: jsonOf(z.object({ keys: z.array(jwk) })),
    /** Where readers see the paper; the feed's links lead there. */
    SITE_URL: z.url().default('http://localhost:4000'),
    /** `<version>:<base64 key>`, newest first, comma between. The newest signs the addresses of gated pictures. */
    HMAC_KEYS: z
      .string()
      .regex(/^\w+:[\w+/=-]{32,}(,\w+:[\w+/=-]{32,})*$/)
      .transform((list) => Buffer.from(list.split(',')[0]?.split(':')[1] ?? '', 'base64')),
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

export type Env = z.output<typeof Env>;
