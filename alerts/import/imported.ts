import type { CountedObjective } from '../objective.ts';
import type { ServiceDefinition } from '../service-definition.ts';
import type { Finding } from './report.ts';

/** A service as a document describes it: who is paged and how much it matters may not be said there. */
export interface ImportedService extends Omit<ServiceDefinition, 'owner' | 'tier' | 'objectives'> {
  readonly owner?: string;
  readonly objectives: readonly CountedObjective[];
  readonly tier?: ServiceDefinition['tier'];
}

export interface Imported {
  readonly services: readonly ImportedService[];
  readonly findings: readonly Finding[];
}

/** The catalog's rolling windows, in days. */
export const windowsInDays = [7, 28, 30, 90] as const satisfies readonly CountedObjective['windowDays'][];

/** A document's name as an objective's: it becomes a label, the name of a rule group and part of a panel's id. */
export function objectiveName(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}

/** A share from percents without the noise of binary fractions: 99.95 is 0.9995. */
export function shareOf(percent: number): number {
  return Number((percent / 100).toPrecision(12));
}
