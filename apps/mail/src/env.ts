import {
  callersKeys,
  commaList,
  databaseAndLog,
  encryptionKeys,
  houseTitles,
  listening,
  namesItsLog,
  ownKey,
  simulatorClock,
  tellsTitlesApart,
} from '@gatefold/service-kit';
import { z } from 'zod';

/** `The Meridian <mail@meridian.example>`: what stands before the address signs the letters. */
const sender = z
  .string()
  .transform((text) => /^(?:(.+?)\s*<)?([^<>\s]+@[^<>\s]+?)>?$/.exec(text.trim()))
  .refine((match) => match !== null, 'Write it as: Name <address>')
  .transform((match) => ({ name: match?.[1] ?? 'The Meridian', address: match?.[2] ?? '' }));

export const Env = z
  .object({
    ...listening(4004),
    ...databaseAndLog,
    ...ownKey,
    ...callersKeys,
    IDENTITY_URL: z.url(),
    BILLING_URL: z.url(),
    ENTITLEMENT_URL: z.url(),
    ...houseTitles,
    SMTP_URL: z.url({ protocol: /^smtps?$/ }),
    MAIL_FROM: sender,
    /** Under which addresses and sign-in links wait until they are sent. */
    ENCRYPTION_KEYS: encryptionKeys,
    /** The language of a mail to somebody who may have no account. */
    READER_LOCALE: z.string().default('en-US'),
    /** Which newsletters there are; the Meridian's where none is named. */
    NEWSLETTERS_FILE: z.string().optional(),
    /** Mails of newsletters that one process begins in a second of machine time. */
    NEWSLETTERS_PER_SECOND: z.coerce.number().int().positive().default(50),
    /** With what the mail provider signs its reports; comma between. Without one none is believed. */
    DELIVERY_REPORT_SECRETS: z.string().default('').pipe(commaList),
    ...simulatorClock,
  })
  .superRefine(namesItsLog)
  .superRefine(tellsTitlesApart);

export type Env = z.infer<typeof Env>;
