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
    ...listening(4003),
    ...databaseAndLog,
    ...eventsEpoch,
    ENTITLEMENT_URL: z.url(),
    IDENTITY_URL: z.url(),
    ...ownKey,
    ...callersKeys,
    /** Where readers see the paper; the feed's links lead there. */
    SITE_URL: z.url().default('http://localhost:4000'),
    /** `<version>:<base64 key>`, newest first, comma between. The newest signs the addresses of gated pictures. */
    HMAC_KEYS: versionedSecrets.transform(([newest]) => Buffer.from(newest?.secret ?? '', 'base64')),
    ...simulatorClock,
  })
  .superRefine(namesItsLog);

export type Env = z.output<typeof Env>;
