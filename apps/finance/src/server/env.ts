import { z } from 'zod';

const jwk = z.looseObject({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string(), d: z.string() });

const Jwk = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: 'custom', message: 'This is not JSON.' });
      return z.NEVER;
    }
  })
  .pipe(jwk);

export const Env = z.object({
  PORT: z.coerce.number().int().default(4010),
  HOST: z.string().default('127.0.0.1'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  SERVICE_PRIVATE_JWK: Jwk,
  /** The address that staff see. Forms from any other are refused. */
  FINANCE_URL: z.url({ protocol: /^https?$/ }),
  BILLING_URL: z.url(),
  ENTITLEMENT_URL: z.url(),
  IDENTITY_URL: z.url(),
  /** Which proxies may say whose browser they speak for, as Express's `trust proxy` takes it. */
  TRUST_PROXY: z.string().optional(),
  /** Set with the Stripe simulator only: whose clock is business time. */
  SIMULATOR_CLOCK_URL: z.url().optional(),
});
