/** From the first instant of a picture to its last, in milliseconds. */
export type Span = { readonly begin: number; readonly end: number };

/** How wide a picture is in its own units. */
export const WIDTH = 1_000;

const HOUR = 3_600_000;

/** The span that holds all of these instants, at least an hour long. */
export function spanOf(instants: readonly string[]): Span {
  const times = instants.map((instant) => Date.parse(instant));
  const begin = Math.min(...times);
  return { begin, end: Math.max(...times, begin + HOUR) };
}

/** Where an instant stands, from 0 to `WIDTH`. */
export const placeOf = (instant: string, { begin, end }: Span): number => {
  const share = (Date.parse(instant) - begin) / (end - begin);
  return Math.round(Math.min(Math.max(share, 0), 1) * WIDTH * 10) / 10;
};
