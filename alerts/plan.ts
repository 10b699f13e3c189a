/** Whether a catalog can work, and what it will do, from the files and configurations that ship. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { burnRateTiers } from './burn-rate.ts';
import { renderPlans } from './plan/plan-table.ts';
import { refusalsOf } from './plan/refusals.ts';
import { ordinaryPlanSetting, planOf } from './plan/service-plan.ts';
import type { ServiceDefinition } from './service-definition.ts';

const repository = join(import.meta.dirname, '..');

/** Throws one Error with every refusal, so that nothing is written of a catalog that cannot work. */
export function assertWorkable(services: readonly ServiceDefinition[]): void {
  const refusals = refusalsOf(services, {
    tiers: burnRateTiers,
    hasFile: (path) => existsSync(join(repository, path)),
  });
  if (refusals.length > 0) throw new Error(refusals.join('\n'));
}

/** The plan of these services as text. The setting is as it was written; throws an Error that names a bad number. */
export function describePlans(
  services: readonly ServiceDefinition[],
  written: { readonly series?: string; readonly targets?: string } = {},
): string {
  const setting = {
    series: wholeNumber('series', written.series) ?? ordinaryPlanSetting.series,
    targets: wholeNumber('targets', written.targets) ?? ordinaryPlanSetting.targets,
  };
  return renderPlans(
    services.map((service) => planOf(service, setting)),
    setting,
  );
}

function wholeNumber(option: string, written: string | undefined): number | undefined {
  if (written === undefined) return undefined;
  const value = Number(written);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new Error(`--${option} ${written}: give a whole number of 1 or more, such as --${option} 100.`);
  return value;
}
