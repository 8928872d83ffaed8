import { z } from 'zod';

export const readerEventTypes = [
  'reader.provisional',
  'reader.verified',
  'reader.merged',
  'reader.erased',
] as const;

/**
 * Who a reader id stands for. Never an address or a name.
 *
 * A provisional reader has bought or begun to buy with an address that nobody has verified. Once
 * the address is verified, the id either becomes the account or is merged into the account that has it.
 */
export const ReaderData = z.object({
  readerId: z.uuid(),
  state: z.enum(['provisional', 'verified', 'merged', 'erased']),
  mergedInto: z.uuid().nullable(),
});
export type ReaderData = z.infer<typeof ReaderData>;
