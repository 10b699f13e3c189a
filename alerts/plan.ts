/** Whether a catalog can work, and what it will do, from the files and configurations that ship. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { burnRateTiers } from './burn-rate.ts';
import { shippedClock } from './plan/clock.ts';
import { renderPlans } from './plan/plan-table.ts';
import { refusalsOf } from './plan/refusals.ts';
import { planOf } from './plan/service-plan.ts';
import type { ServiceDefinition } from './service-definition.ts';

const repository = join(import.meta.dirname, '..');

/** Throws one Error with every refusal, so that nothing is written of a catalog that cannot work. */
export function assertWorkable(services: readonly ServiceDefinition[]): void {
  const refusals = refusalsOf(services, {
    tiers: burnRateTiers,
    clock: shippedClock(),
    hasFile: (path) => existsSync(join(repository, path)),
  });
  if (refusals.length > 0) throw new Error(refusals.join('\n'));
}

/** The plan of these services as text. `series` is how `--series` was written; throws an Error that names a bad one. */
export function describePlans(services: readonly ServiceDefinition[], series: string): string {
  const seriesCount = Number(series);
  if (!Number.isSafeInteger(seriesCount) || seriesCount < 1)
    throw new Error(`--series ${series}: give a whole number of 1 or more, such as --series 100.`);
  const setting = { clock: shippedClock(), series: seriesCount };
  return renderPlans(
    services.map((service) => planOf(service, setting)),
    setting,
  );
}
