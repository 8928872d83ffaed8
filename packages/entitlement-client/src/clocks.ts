/** Tells what time it is. The system's clock is one. */
export type Clock = { readonly kind?: string; now(): Date };

export const wallClock: Clock = { now: () => new Date() };

/** Milliseconds since 1970 by a clock; by the system's, without making a date, where there is none. */
export const timeBy = (clock: Clock | undefined): number =>
  clock === undefined ? Date.now() : clock.now().getTime();
