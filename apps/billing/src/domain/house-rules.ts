/** A publisher's own limits, as data. */
export type HouseRules = {
  /** How long one pause may last, from the end of what is paid for, and how many may begin in 365 days. */
  readonly pause: { readonly longestDays: number; readonly perYear: number };
};
