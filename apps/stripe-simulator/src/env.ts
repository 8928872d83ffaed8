import { z } from 'zod';

export const Env = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(4020),
  HOST: z.string().default('127.0.0.1'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  /** A file that keeps the state, or `:memory:`. */
  DATABASE_FILE: z.string().min(1).default(':memory:'),
  /** Where the clock starts in a new database; the machine's time when unset. */
  SIM_START: z.iso.datetime({ offset: true }).optional(),
  /** From which ids are made: the same seed and the same calls give the same ids. */
  SIM_SEED: z.string().default('gatefold'),
  /** Where browsers reach the hosted pages. */
  SIM_PUBLIC_URL: z.url().optional(),
  /** The key that is accepted. Unset: any `sk_sim_…` or `sk_test_…`. */
  SIM_SECRET_KEY: z
    .string()
    .regex(/^(sk|rk)_(sim|test)_\w+$/, {
      error: 'A simulator takes a key that begins with sk_sim_ or sk_test_.',
    })
    .optional(),
  /** An endpoint that is registered at start, for all events. */
  SIM_WEBHOOK_URL: z.url().optional(),
  SIM_WEBHOOK_SECRET: z.string().startsWith('whsec_').optional(),
});

export type Env = z.infer<typeof Env>;
