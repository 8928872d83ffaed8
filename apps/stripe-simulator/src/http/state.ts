import { z } from 'zod';

const Row = z.record(z.string(), z.union([z.string(), z.number(), z.null(), z.looseObject({})]));

/** The whole state as one document, as it is exported and taken in again. */
export const Document = z.strictObject({
  format: z.literal('gatefold-stripe/1'),
  /** Where the clock stood. */
  now: z.iso.datetime({ offset: true }),
  settings: z.looseObject({ seed: z.string(), ids: z.number().int().nonnegative().optional() }),
  object: z.array(Row),
  delivery: z.array(Row),
  attempt: z.array(Row),
  answer: z.array(Row),
});

export type Document = z.infer<typeof Document>;
export type Row = z.infer<typeof Row>;
