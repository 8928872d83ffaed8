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

/** `<version>:<base64 of 32 bytes>`, newest first, comma between. */
const encryptionKeys = z
  .string()
  .regex(/^\w+:[\w+/=-]{43,}(,\w+:[\w+/=-]{43,})*$/)
  .transform((list) =>
    list.split(',').map((entry) => {
      const [version = '', secret = ''] = entry.split(':');
      return { version, key: Buffer.from(secret, 'base64') };
    }),
  )
  .refine((keys) => keys.every(({ key }) => key.length === 32), 'Each key must have 32 bytes.');

/** `The Meridian <mail@meridian.example>`: what stands before the address signs the letters. */
const sender = z
  .string()
  .transform((text) => /^(?:(.+?)\s*<)?([^<>\s]+@[^<>\s]+?)>?$/.exec(text.trim()))
  .refine((match) => match !== null, 'Write it as: Name <address>')
  .transform((match) => ({ name: match?.[1] ?? 'The Meridian', address: match?.[2] ?? '' }));

export const Env = z
  .object({
    PORT: z.coerce.number().int().default(4004),
    HOST: z.string().default('127.0.0.1'),
    LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
    DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
    EVENTS: z.enum(['kafka', 'postgres']),
    KAFKA_BROKERS: z.string().default(''),
    EVENTS_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
    SERVICE_PRIVATE_JWK: jsonOf(jwk),
    SERVICE_JWKS: jsonOf(z.object({ keys: z.array(jwk) })),
    IDENTITY_URL: z.url(),
    SITE_URL: z.url().transform((url) => url.replace(/\/$/, '')),
    SMTP_URL: z.url({ protocol: /^smtps?$/ }),
    MAIL_FROM: sender,
    /** Under which addresses and sign-in links wait until they are sent. */
    ENCRYPTION_KEYS: encryptionKeys,
    /** The language of a mail to somebody who may have no account. */
    READER_LOCALE: z.string().default('en-US'),
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
