import {
  callersKeys,
  commaList,
  databaseAndLog,
  encryptionKeys,
  eventsEpoch,
  houseTitles,
  listening,
  namesItsLog,
  ownKey,
  simulatorClock,
  tellsTitlesApart,
  versionedSecrets,
} from '@gatefold/service-kit';
import { z } from 'zod';

/** Leaves only for Stripe's own host. */
const REAL_KEY = /^(rk|sk)_(live|test)_\w+$/;
const SIMULATOR_KEY = /^sk_sim_\w+$/;

export const Env = z
  .object({
    ...listening(4001),
    ...databaseAndLog,
    ...eventsEpoch,
    ...ownKey,
    ...callersKeys,
    IDENTITY_URL: z.url(),
    /** What was read, and what was mailed: asked for when a dispute is to be answered. */
    CONTENT_URL: z.url(),
    MAIL_URL: z.url(),
    ...houseTitles,
    /** A restricted key is enough, and is better. */
    STRIPE_SECRET_KEY: z.string().refine((key) => REAL_KEY.test(key) || SIMULATOR_KEY.test(key), {
      error: 'This is neither a key of Stripe (rk_…, sk_…) nor of the simulator (sk_sim_…).',
    }),
    /** Several while one is being replaced. */
    STRIPE_WEBHOOK_SECRETS: commaList.pipe(z.array(z.string().regex(/^whsec_\S{8,}$/)).min(1)),
    /** Set with the simulator only: where it listens. */
    STRIPE_API_URL: z.url().optional(),
    /** Of all reads. Stripe allows 25 for each kind of object. */
    STRIPE_READS_PER_SECOND: z.coerce.number().positive().optional(),
    /** `<version>:<key>`, newest first, comma between; under which addresses are hashed. */
    HMAC_KEYS: versionedSecrets,
    /** `<version>:<base64 of 32 bytes>`, newest first, comma between; for what Stripe sent, word for word. */
    ENCRYPTION_KEYS: encryptionKeys,
    /** Minor units: what one person may give back of one payment alone. Any sum where it is not set. */
    REFUND_LIMIT: z.coerce.bigint().nonnegative().optional(),
    /** How many people may have the introduction with one card, such as a household. Any number where it is not set. */
    INTROS_PER_CARD: z.coerce.number().int().positive().optional(),
    /** Tries to cancel or withdraw without an account, for an address and for an order number, in a quarter of an hour. */
    CLAIM_LIMIT: z.coerce.number().int().positive().default(10),
    /** As CLAIM_LIMIT, for a place on the network. */
    CLAIM_LIMIT_IP: z.coerce.number().int().positive().default(30),
    /** Where readers count the days before they are reminded. */
    READER_ZONE: z.string().default('America/New_York'),
    ...simulatorClock,
  })
  .superRefine(namesItsLog)
  .superRefine(tellsTitlesApart)
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
