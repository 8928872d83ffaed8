import { z } from 'zod';

export const Money = z
  .object({ amount: z.string().regex(/^-?\d+$/), currency: z.string().regex(/^[A-Z]{3}$/) })
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

/** A list by keyset: hand `nextCursor` back as `after`; null at the end. */
export const page = <T extends z.ZodType>(item: T) =>
  z.object({ data: z.array(item), nextCursor: z.string().nullable() });

export const limit = z.coerce.number().int().min(1).max(200).default(50);
