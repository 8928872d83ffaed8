/** Enough of an id to tell it from those beside it. Ids of one hour begin alike, so both ends are kept. */
export const shortId = (id: string): string =>
  id.length <= 14 ? id : `${id.slice(0, id.startsWith('0') ? 4 : 6)}…${id.slice(-5)}`;
