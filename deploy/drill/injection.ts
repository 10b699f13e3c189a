import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What is done to a run of the engine; numbers count from 1. */
export type Injection =
  | { readonly kind: 'kill-before' | 'kill-after' | 'tear'; readonly line: number }
  /** Such as "done serve": after the traffic has moved, before that is written down. */
  | { readonly kind: 'kill-before-entry' | 'kill-after-entry'; readonly entry: string }
  | { readonly kind: 'full-from'; readonly write: number }
  | { readonly kind: 'clock-back-ms'; readonly ms: number }
  /** Until a file `go` is in the folder; who has come so far leaves a file there, named after its pid. */
  | { readonly kind: 'wait-at-lock'; readonly folder: string };

/** Options for Node that load it in front of the engine. */
export function nodeOptionsFor(...injections: readonly Injection[]): string[] {
  const address = pathToFileURL(join(import.meta.dirname, 'inject.ts'));
  for (const injection of injections) address.searchParams.set(injection.kind, String(amountOf(injection)));
  return ['--import', address.href];
}

function amountOf(injection: Injection): number | string {
  switch (injection.kind) {
    case 'kill-before-entry':
    case 'kill-after-entry':
      return injection.entry;
    case 'full-from':
      return injection.write;
    case 'clock-back-ms':
      return injection.ms;
    case 'wait-at-lock':
      return injection.folder;
    default:
      return injection.line;
  }
}
