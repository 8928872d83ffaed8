/** Tells what time it is. The system's clock is one. */
export type Clock = { readonly kind?: string; now(): Date };

export const wallClock: Clock = { now: () => new Date() };
