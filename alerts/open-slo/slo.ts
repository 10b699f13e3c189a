/** One SLO document as objectives of the catalog: one for each of its targets. */
import { objectiveName, shareOf } from '../import/imported.ts';
import type { Report } from '../import/report.ts';
import type { CountedObjective } from '../objective.ts';
import { carryIndicator, type References } from './indicator.ts';
import type { OpenSloObjective, Slo } from './schema.ts';
import { carryWindow } from './window.ts';

/** Every reason at once when it cannot be carried, and undefined. */
export function carrySlo(slo: Slo, references: References, report: Report): CountedObjective[] | undefined {
  const { metadata, spec } = slo;
  const windowDays = carryWindow(spec.timeWindow ?? [], report);
  const isOccurrences = spec.budgetingMethod === 'Occurrences';
  if (!isOccurrences)
    report.refuse(
      'spec.budgetingMethod',
      `${spec.budgetingMethod} weighs slices of time alike; the catalog weighs events: write Occurrences if that is meant.`,
    );
  const targets = spec.objectives.map((given, index) => carryTarget(given, index, report));
  const carried = carryIndicator(slo, references, report);
  if (windowDays === undefined || !isOccurrences || carried === undefined || targets.includes(undefined))
    return undefined;
  const { kind, events, thresholdSeconds } = carried;
  return targets
    .filter((target) => target !== undefined)
    .map((target, index) => ({
      name: nameOf(slo, index),
      kind,
      description: spec.description ?? metadata.displayName ?? metadata.name,
      target,
      windowDays,
      events,
      ...(thresholdSeconds !== undefined && { thresholdSeconds }),
    }));
}

function carryTarget(
  { target, targetPercent }: OpenSloObjective,
  index: number,
  report: Report,
): number | undefined {
  const share = target ?? shareOf(targetPercent ?? 0);
  return share > 0
    ? share
    : report.refuse(`spec.objectives[${index}]`, 'a target of 0 asks for nothing; write one such as 0.999.');
}

/** The service's name in front goes without saying in the catalog; several targets are told apart. */
function nameOf({ metadata, spec }: Slo, index: number): string {
  const prefix = `${spec.service}-`;
  const isPrefixed = metadata.name.startsWith(prefix) && metadata.name !== prefix;
  const name = objectiveName(isPrefixed ? metadata.name.slice(prefix.length) : metadata.name);
  if (spec.objectives.length === 1) return name;
  const suffix = objectiveName(spec.objectives[index]?.displayName ?? '');
  return `${name}-${suffix === '' ? index + 1 : suffix}`;
}
