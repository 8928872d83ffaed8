import {
  callersKeys,
  databaseAndLog,
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

export const Env = z
  .object({
    ...listening(4003),
    ...databaseAndLog,
    ...eventsEpoch,
    ENTITLEMENT_URL: z.url(),
    IDENTITY_URL: z.url(),
    ...ownKey,
    ...callersKeys,
    /** Where readers see each paper; the links of feeds lead there. */
    ...houseTitles,
    SITE_URL: houseTitles.SITE_URL.default('http://localhost:4000'),
    /** `<version>:<base64 key>`, newest first, comma between. The newest signs the addresses of gated pictures. */
    HMAC_KEYS: versionedSecrets.transform(([newest]) => Buffer.from(newest?.secret ?? '', 'base64')),
    ...simulatorClock,
  })
  .superRefine(namesItsLog)
  .superRefine(tellsTitlesApart);

export type Env = z.output<typeof Env>;
