/** Tells "the database is not there" (503, try again) from "this statement is wrong" (500). */
const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ENOENT',
]);

/**
 * PostgreSQL's error classes: 08 connection, 53 resources, 57P0x shutdown or starting up; 42P01 is a table that no
 * migration has made yet. https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const serverCodes = /^(08...|53...|57P0.|42P01|3D000)$/;

export function isStoreUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'KnexTimeoutError' || /Connection terminated/.test(error.message)) return true;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const isKnown = (networkCodes.has(code) && !('status' in error)) || serverCodes.test(code);
  return isKnown || (error instanceof AggregateError && error.errors.some(isStoreUnavailable));
}
