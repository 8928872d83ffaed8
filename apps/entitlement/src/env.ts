import {
  callersKeys,
  databaseAndLog,
  eventsEpoch,
  listening,
  namesItsLog,
  ownKey,
  simulatorClock,
} from '@gatefold/service-kit';
import { z } from 'zod';

export const Env = z
  .object({
    ...listening(4002),
    ...databaseAndLog,
    ...eventsEpoch,
    ...ownKey,
    ...callersKeys,
    IDENTITY_URL: z.url(),
    BILLING_URL: z.url(),
    MAIL_URL: z.url(),
    /** What the publisher's bundles hold; the Meridian's where none is named. */
    BUNDLES_FILE: z.string().optional(),
    /** How many metered articles are given away in a month; the Meridian's where none is named. */
    METERS_FILE: z.string().optional(),
    /** Seconds of machine time between two signs of life on the topic; 0 sends none. */
    HEARTBEAT_SECONDS: z.coerce.number().nonnegative().default(5),
    /** Where what is known of readers is kept between two starts, so that a start takes a moment; nowhere without. */
    SNAPSHOT_FILE: z.string().optional(),
    ...simulatorClock,
  })
  .superRefine(namesItsLog);

export type Env = z.infer<typeof Env>;
