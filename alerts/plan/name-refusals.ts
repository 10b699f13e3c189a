/** Names that would collide: in the catalog, among rule groups, among recorded series, among alerts and on a board. */
import { objectivePanelSlug, panelId } from '../links.ts';
import type { RuleGroup } from '../rule.ts';
import type { ServiceDefinition } from '../service-definition.ts';
import { placeOf, repeated } from './place.ts';

interface Written {
  readonly service: ServiceDefinition;
  readonly groups: readonly RuleGroup[];
}

/** Two services of one name; their groups and series are not asked about then, for all of them collide. */
export function repeatedServices(services: readonly ServiceDefinition[]): string[] {
  return repeated(services.map(({ name }) => name)).map(
    (name) =>
      `alerts/catalog/: service "${name}" is in the catalog twice: their rules, and each alert with this service, would collide; rename one.`,
  );
}

export function collisions(written: readonly Written[]): string[] {
  return [
    ...among(written, groupNames, (name) => `rule group "${name}"`),
    ...among(written, seriesNames, (name) => `recorded series ${name}`),
    ...written.flatMap(({ service, groups }) => [
      ...alertCollisions(service, groups),
      ...panelCollisions(service),
    ]),
  ];
}

/** Every name with where it comes from; a name of two places is a refusal that names both. */
function among(
  written: readonly Written[],
  namesOf: (groups: readonly RuleGroup[]) => readonly (readonly [name: string, of: string])[],
  called: (name: string) => string,
): string[] {
  const places = new Map<string, Set<string>>();
  for (const { service, groups } of written)
    for (const [name, of] of namesOf(groups))
      places.set(name, (places.get(name) ?? new Set()).add(`${placeOf(service)}${of}`));
  return [...places]
    .filter(([, from]) => from.size > 1)
    .map(
      ([name, from]) =>
        `${[...from].join(' and ')}: both would make ${called(name)}; rename a service or an objective.`,
    );
}

function groupNames(groups: readonly RuleGroup[]): [string, string][] {
  return groups.map(({ name, interval, rules }): [string, string] => {
    const slo = rules.find(({ labels }) => labels.slo !== undefined)?.labels.slo;
    return [name, slo === undefined ? ', its symptoms' : `, objective "${slo}" (rules of every ${interval})`];
  });
}

function seriesNames(groups: readonly RuleGroup[]): [string, string][] {
  return groups.flatMap(({ name, rules }) =>
    rules.flatMap((rule): [string, string][] =>
      'record' in rule ? [[`${rule.record}${labelsText(rule.labels)}`, `, group "${name}"`]] : [],
    ),
  );
}

function alertCollisions(service: ServiceDefinition, groups: readonly RuleGroup[]): string[] {
  const alerts = groups.flatMap(({ rules }) =>
    rules.flatMap((rule) => ('alert' in rule ? [`${rule.alert}${labelsText(rule.labels)}`] : [])),
  );
  return repeated(alerts).map(
    (alert) =>
      `${placeOf(service)}: alert ${alert} would be there twice, and nobody could tell them apart; give each signal its own component.`,
  );
}

/** An alert links to a panel by a number that is made from the objective's name. */
function panelCollisions(service: ServiceDefinition): string[] {
  const ids = service.objectives.map(({ name }) => [name, panelId(objectivePanelSlug(name))] as const);
  return repeated(ids.map(([, id]) => String(id))).map((id) => {
    const names = ids.filter(([, other]) => String(other) === id).map(([name]) => `"${name}"`);
    return `${placeOf(service)}: objectives ${names.join(' and ')} would share panel ${id} of the board; rename one.`;
  });
}

function labelsText(labels: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([label, value]) => `${label}=${JSON.stringify(value)}`).join(',')}}`;
}
