/** A half-open interval: `from` belongs to it, `until` does not. Two that touch do not overlap. */
export type Period = { readonly from: Date; readonly until: Date };

/** Whether `instant` lies in the period. The end is the first instant outside. */
export const contains = ({ from, until }: Period, instant: Date): boolean =>
  from <= instant && instant < until;

export const overlaps = (a: Period, b: Period): boolean => a.from < b.until && b.from < a.until;
