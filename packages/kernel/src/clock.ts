/**
 * Decides periods, charges, grants, meters, mail and the dates on pages.
 *
 * The system clock in production; the simulator's clock when the Stripe key is a simulator key.
 * It may stand still and may jump forward, so never use it for time-outs.
 */
export type BusinessClock = { readonly kind: 'business'; now(): Date };

/**
 * Decides tokens, sessions, the age of webhook signatures, time-outs, retries, leases and metrics.
 *
 * It never follows the simulator.
 */
export type MachineClock = { readonly kind: 'machine'; now(): Date };
