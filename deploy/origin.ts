import { hostname } from 'node:os';

/** Where a decision came from, for the record. */
export interface Origin {
  readonly host: string;
  readonly pid: number;
}

export function whereFrom(): Origin {
  return { host: hostname(), pid: process.pid };
}
