/** An instant in a sentence for staff, to the second: `2026-11-27 01:36:59 UTC`. In which zone they sit is not known here. */
export const spoken = (instant: Date): string =>
  `${instant.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
