import type { Verdict } from '../gate/verdict.ts';

/** What of it may be said about a rollback that serves: only figures verify it. */
export function describeRecovery(verdict: Verdict, reasons: readonly string[]): string {
  const figures = reasons.join('; ') || 'the catalog holds no objective about errors';
  switch (verdict) {
    case 'pass':
      return `Verified: errors are back under the objective (${figures}).`;
    case 'fail':
      return `Errors go on (${figures}): the release that was left may not be their cause.`;
    case 'no-data':
      return `NOT verified: ${figures}.`;
    case 'too-few-samples':
      return `NOT verified: too few requests came (${figures}).`;
  }
}
