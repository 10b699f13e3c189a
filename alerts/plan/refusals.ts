/** What cannot work, found before anything is written: each refusal names where it is, the value and the fix. */
import type { BurnRateTier } from '../burn-rate.ts';
import { runbookPath } from '../links.ts';
import { type Objective, selectorsOf } from '../objective.ts';
import { routingTree } from '../routing/routing-tree.ts';
import type { RuleGroup } from '../rule.ts';
import { ruleGroupsOf } from '../rules.ts';
import { assertDefinition, type ServiceDefinition } from '../service-definition.ts';
import { dependencyRefusals } from './dependency-refusals.ts';
import { collisions, repeatedServices } from './name-refusals.ts';
import { placeOf } from './place.ts';
import { rawQueryRefusals } from './raw-query-refusals.ts';
import { scrapeRefusals } from './scrape-refusals.ts';
import { tierRefusals } from './tier-refusals.ts';

export interface Surroundings {
  readonly tiers: readonly BurnRateTier[];
  /** Whether a file is there, by its path from the repository's root. */
  readonly hasFile: (path: string) => boolean;
}

/** Every reason why the catalog cannot work as it stands; none when it can. */
export function refusalsOf(services: readonly ServiceDefinition[], around: Surroundings): string[] {
  // What has no shape cannot be asked anything else.
  const shapeless = services.flatMap((service) => whatIsThrown(() => assertDefinition(service)));
  if (shapeless.length > 0) return shapeless;
  const repeated = repeatedServices(services);
  const refusals = [
    ...repeated,
    ...dependencyRefusals(services),
    // Owners that there are not, and channels that will not do.
    ...whatIsThrown(() => routingTree(services)),
    ...services.flatMap((service) => inputRefusals(service, services, around)),
  ];
  // Rules are made of what is sound only.
  return refusals.length > 0 ? refusals : ruleRefusals(services, around);
}

function inputRefusals(
  service: ServiceDefinition,
  services: readonly ServiceDefinition[],
  { tiers }: Surroundings,
): string[] {
  const scrape = scrapeRefusals(service, tiers);
  if (scrape.length > 0) return scrape;
  return service.objectives.flatMap((objective) => [
    ...strangersEvents(service, objective, services),
    ...rawQueryRefusals(service, objective),
    ...tierRefusals(service, objective, tiers),
  ]);
}

function ruleRefusals(services: readonly ServiceDefinition[], around: Surroundings): string[] {
  const refusals: string[] = [];
  const written: { service: ServiceDefinition; groups: readonly RuleGroup[] }[] = [];
  for (const service of services)
    refusals.push(
      ...whatIsThrown(() => written.push({ service, groups: ruleGroupsOf(service) })).map((line) =>
        line.startsWith('alerts/') ? line : `alerts/catalog/${service.name}.ts: ${line}`,
      ),
    );
  return [
    ...refusals,
    ...collisions(written),
    ...written.flatMap(({ service, groups }) => missingRunbooks(service, groups, around)),
  ];
}

function missingRunbooks(
  service: ServiceDefinition,
  groups: readonly RuleGroup[],
  { hasFile }: Surroundings,
): string[] {
  const alerts = groups.flatMap(({ rules }) => rules.flatMap((rule) => ('alert' in rule ? [rule] : [])));
  const first = new Map(alerts.toReversed().map((rule) => [rule.alert, rule]));
  return [...first.values()].flatMap(({ alert, labels: { slo, signal } }) => {
    const path = runbookPath(alert);
    const of = slo === undefined ? `signal "${signal}"` : `objective "${slo}"`;
    return hasFile(path)
      ? []
      : [
          `${placeOf(service)}, ${of}: alert ${alert} has no runbook; write ${path} (runbooks/*.md show the sections).`,
        ];
  });
}

/** A file that was copied and half changed: its alerts would speak of one service and count another. */
function strangersEvents(
  service: ServiceDefinition,
  objective: Objective,
  services: readonly ServiceDefinition[],
): string[] {
  const others = new Set(services.map(({ name }) => name).filter((name) => name !== service.name));
  const stranger = selectorsOf(objective)
    .flatMap(({ matchers }) => matchers)
    .find(({ label, op, value }) => label === 'service' && op === '=' && others.has(value));
  return stranger === undefined
    ? []
    : [
        `${placeOf(service, objective)}: its events have service="${stranger.value}", which is another service of the catalog; select service="${service.name}".`,
      ];
}

/** The lines of the error, if there is one. */
function whatIsThrown(attempt: () => unknown): string[] {
  try {
    attempt();
    return [];
  } catch (error) {
    return (error instanceof Error ? error.message : String(error)).split('\n');
  }
}
