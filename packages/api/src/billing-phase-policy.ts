import { z } from 'zod';

/** So many charges for so many hundredths of the price, once in so many days. */
export const SaveOffer = z.strictObject({
  charges: z.int().min(1),
  percent: z.int().min(1).max(99),
  everyDays: z.int().min(0).max(3_650),
});

/** What goes while this phase is what is paid for, in place of what goes elsewhere. Frozen with the purchase, as its price is. */
export const PhasePolicy = z.strictObject({
  /** `end`: it cannot be ended at once, only with what is paid for. */
  cancel: z.enum(['now', 'end']).optional(),
  /** What goes back of the running period to one who ends it at once. Staff may give back more. */
  refund: z.enum(['unused', 'none']).optional(),
  /** Whether another plan may be taken. */
  change: z.boolean().optional(),
  /** What one who has cancelled may stay for; `false`: nothing. Elsewhere it is what the rules say, at the list price. */
  saveOffer: z.union([z.literal(false), SaveOffer]).optional(),
});
