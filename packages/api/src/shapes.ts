import { z } from 'zod';

export const Money = z
  .strictObject({ amount: z.string().regex(/^-?\d{1,18}$/), currency: z.string().regex(/^[A-Z]{3}$/) })
  .meta({
    id: 'Money',
    description: 'Minor units as text, and an ISO 4217 code: 1990 EUR is €19.90.',
  });

export const Instant = z.iso.datetime().meta({ description: 'UTC, with a Z.' });

export const Period = z
  .object({ from: Instant, until: Instant })
  .meta({ id: 'Period', description: 'Half-open: `until` is the first instant outside.' });

/** Names a write, so that a later question can wait until it is known: `<epoch>.<subscription>.<sequence>`. */
export const Revision = z
  .string()
  .regex(/^\d{1,9}\.[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\.\d{1,15}$/)
  .meta({ id: 'Revision' });

/** A path of the site, to which somebody comes back. */
export const ReturnTo = z
  .string()
  .max(500)
  .regex(/^\/(?!\/)/);

/** The title of the house at which somebody is, by its key: mails and hosted pages lead back there, else to the main one. */
export const Title = z.string().max(60).meta({ id: 'Title' });

/** A language and perhaps a country, such as “de-AT”. */
export const Locale = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Z]{2})?$/)
  .meta({ id: 'Locale' });

/** Of the IANA list, such as “Europe/Berlin”. */
export const Zone = z.string().max(60).refine(isZone, 'no zone is called so').meta({ id: 'Zone' });

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** A list by keyset: hand `nextCursor` back as `after`; null at the end. */
export const page = <T extends z.ZodType>(item: T) =>
  z.object({ data: z.array(item), nextCursor: z.string().nullable() });

export const limit = z.coerce.number().int().min(1).max(200).default(50);
