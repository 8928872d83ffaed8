import { z } from 'zod';

/** Minor units as text, and an ISO 4217 code. */
export const MoneyShape = z.object({
  amount: z.string().regex(/^-?\d+$/),
  currency: z.string().regex(/^[A-Z]{3}$/),
});

/** UTC with a `Z`; half-open intervals throughout. */
export const Instant = z.iso.datetime();

export const PeriodShape = z.object({ from: Instant, until: Instant });
