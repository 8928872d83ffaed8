import {
  callersKeys,
  databaseAndLog,
  eventsEpoch,
  listening,
  namesItsLog,
  ownKey,
  simulatorClock,
  versionedSecrets,
} from '@gatefold/service-kit';
import { z } from 'zod';

export const Env = z
  .object({
    ...listening(4005),
    ...databaseAndLog,
    ...eventsEpoch,
    /** Encrypts the keys that sign readers' tokens. Whoever changes it starts with new keys. */
    AUTH_SECRET: z.string().min(32),
    ...ownKey,
    ...callersKeys,
    /** Where services find this one, for the keys of readers' tokens. */
    IDENTITY_URL: z.url(),
    MAIL_URL: z.url(),
    SITE_URL: z.url(),
    FINANCE_URL: z.url(),
    /** `<version>:<base64 key>`, newest first, comma between; under which addresses are hashed. */
    HMAC_KEYS: versionedSecrets,
    /** Links an address may ask for in a quarter of an hour. */
    SIGN_IN_LIMIT_ADDRESS: z.coerce.number().int().positive().default(5),
    /** Links a place on the network may ask for in a quarter of an hour. */
    SIGN_IN_LIMIT_IP: z.coerce.number().int().positive().default(30),
    /** Tries at an account's second factor in a quarter of an hour. */
    SECOND_FACTOR_LIMIT: z.coerce.number().int().positive().default(5),
    /** How readers are written to who have not said otherwise. */
    READER_LOCALE: z.string().default('en-US'),
    READER_ZONE: z.string().default('America/New_York'),
    ...simulatorClock,
  })
  .superRefine(namesItsLog);

export type Env = z.infer<typeof Env>;
