/** Classes of SQLSTATE that say something of the database, not of the statement: lost, full, stopping, in conflict. */
const INFRASTRUCTURE_CLASSES = new Set(['08', '40', '53', '55', '57', '58', 'XX']);
/** A read-only transaction: the database has become a standby. */
const READ_ONLY = '25006';
/** Prisma's own: cannot connect, timed out, connection closed, pool exhausted, write conflict. */
const PRISMA_CODES = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2034']);
const SYSTEM_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ECONNABORTED',
]);
/** `pg` has no codes for these. */
const PG_SENTENCES =
  /connection terminated|timeout exceeded when trying to connect|query read timeout|client was closed|not queryable/i;

/**
 * Whether the database or the network failed, rather than the event or its handler.
 *
 * Such an event will be taken in later, so it is retried without end and never counts as an attempt.
 */
export function isInfrastructure(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && typeof error.code === 'string' && isInfrastructureCode(error.code)) return true;
  if (error instanceof AggregateError && error.errors.some(isInfrastructure)) return true;
  return PG_SENTENCES.test(error.message) || isInfrastructure(error.cause);
}

const isInfrastructureCode = (code: string): boolean =>
  SYSTEM_CODES.has(code) || PRISMA_CODES.has(code) || code === READ_ONLY || isInfrastructureState(code);

const isInfrastructureState = (code: string): boolean =>
  /^[0-9A-Z]{5}$/.test(code) && INFRASTRUCTURE_CLASSES.has(code.slice(0, 2));
