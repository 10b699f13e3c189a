/** Carried objectives gathered by service, with what the documents say about its owner. */
import type { CountedObjective } from '../objective.ts';
import type { ImportedService } from './imported.ts';
import { isKnownOwner, knownOwners } from './known-owner.ts';
import type { Report } from './report.ts';
import { fromLabels, type Labels } from './service-labels.ts';

export interface CarriedObjective {
  readonly service: string;
  /** Where the document names its service. */
  readonly servicePath: string;
  readonly labels: Labels;
  readonly objective: CountedObjective;
  readonly report: Report;
}

/** What is said of a service as such, in a document of its own. */
export type AboutService = (service: string) => { readonly labels: Labels; readonly description?: string };

export function assembleServices(
  carried: readonly CarriedObjective[],
  about: AboutService,
): ImportedService[] {
  const valid = carried.filter(acceptService);
  return [...Map.groupBy(valid, ({ service }) => service)].flatMap(([name, objectives]) => {
    const [first, ...rest] = objectives;
    if (first === undefined) return [];
    for (const [index, { objective, report }] of objectives.entries())
      if (objectives.findIndex((other) => other.objective.name === objective.name) < index)
        report.fault(
          '',
          `service "${name}" has an objective "${objective.name}" already; give each its own name.`,
        );
    const { labels, description = `Service ${name}` } = about(name);
    const owning = agreed(
      [fromLabels(labels), ...objectives.map((objective) => fromLabels(objective.labels))],
      first.report,
    );
    return {
      name,
      ...owning,
      description,
      objectives: [first.objective, ...rest.map(({ objective }) => objective)],
    };
  });
}

/** Whether the catalog can name the service; says what its series must carry. */
function acceptService({ service, servicePath, objective, report }: CarriedObjective): boolean {
  if (!/^[a-z][a-z0-9-]{0,29}$/.test(service)) {
    report.refuse(
      servicePath,
      `"${service}" is no name of the catalog; write 1 to 30 of a-z, 0-9 and "-", starting with a letter.`,
    );
    return false;
  }
  const { total } = objective.events;
  if (!total.matchers.some(({ label }) => label === 'service'))
    report.note(
      servicePath,
      `rules keep the labels service and environment: let the scrape of ${total.metric} attach service="${service}" and environment.`,
    );
  return true;
}

/** The first to speak is believed; one that contradicts it is named. */
function agreed(
  sayings: readonly ReturnType<typeof fromLabels>[],
  report: Report,
): Pick<ImportedService, 'owner' | 'tier'> {
  const owners = unique(sayings.map(({ owner }) => owner));
  const tiers = unique(sayings.map(({ tier }) => tier));
  for (const [what, values] of [
    ['owner', owners],
    ['tier', tiers],
  ] as const)
    if (values.length > 1)
      report.note(
        `metadata.labels.${what}`,
        `documents of this service name ${values.join(' and ')}; ${values[0]} is kept.`,
      );
  for (const [what, values, then] of [
    ['owner', owners, 'write the team that is paged before you use the file'],
    ['tier', tiers, '3 is written; 1 is what customers notice at once'],
  ] as const)
    if (values.length === 0) report.note(`metadata.labels.${what}`, `is missing; ${then}.`);
  const [owner] = owners;
  const [tier] = tiers;
  if (owner !== undefined && !isKnownOwner(owner))
    report.note(
      'metadata.labels.owner',
      `"${owner}" is not in alerts/owners.ts; add it to alerts/owners.ts before you use the file, or write one of ${Object.keys(knownOwners).join(', ')}.`,
    );
  return { ...(owner !== undefined && { owner }), ...(tier !== undefined && { tier }) };
}

function unique<T>(values: readonly (T | undefined)[]): T[] {
  return [...new Set(values.filter((value) => value !== undefined))];
}
