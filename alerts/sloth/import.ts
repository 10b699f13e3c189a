/** Sloth's prometheus/v1 documents as services of the catalog. */
import type { Fields } from '../import/documents.ts';
import { carryEvents } from '../import/events.ts';
import { checkDocument } from '../import/faults.ts';
import { type ImportedService, objectiveName, shareOf } from '../import/imported.ts';
import { type FieldTable, fieldsLeftBehind } from '../import/left-behind.ts';
import type { Report } from '../import/report.ts';
import { fromLabels } from '../import/service-labels.ts';
import { assembleServices, type CarriedObjective } from '../import/services.ts';
import type { CountedObjective } from '../objective.ts';
import { type SlothFile, type SlothSlo, slothSchema } from './schema.ts';

/** Sloth takes the window from its command line; this is what it does unless told. */
const defaultWindowDays = 30;

export function importSloth(
  documents: readonly { readonly fields: Fields; readonly report: Report }[],
): ImportedService[] {
  const files = documents.flatMap(({ fields, report }) => {
    const file = checkDocument(slothSchema, fields, report);
    return file === undefined ? [] : [{ file, fields, report }];
  });
  const labelsOf = new Map(files.map(({ file }) => [file.service, file.labels ?? {}]));
  const carried = files.flatMap(({ file, fields, report }) => carryFile(file, fields, report));
  return assembleServices(carried, (service) => ({ labels: labelsOf.get(service) ?? {} }));
}

function carryFile(file: SlothFile, fields: Fields, report: Report): CarriedObjective[] {
  const carried = file.slos.flatMap((slo, index) => {
    const objective = carrySlo(slo, `slos[${index}]`, report);
    return objective === undefined
      ? []
      : [{ service: file.service, servicePath: 'service', labels: {}, objective, report, index }];
  });
  if (carried.length === 0) return [];
  report.note(
    '',
    `a Sloth file has no window; ${defaultWindowDays} days are written, Sloth's default: change them if --default-slo-period does.`,
  );
  const isCarried = new Set(carried.map(({ index }) => index));
  for (const { path, reason } of fieldsLeftBehind(fields, fieldTable(file))) {
    const slo = /^slos\[(\d+)\]/.exec(path)?.[1];
    // What was refused as a whole needs no lines about its parts.
    if (slo === undefined || isCarried.has(Number(slo))) report.note(path, reason);
  }
  return carried;
}

function carrySlo(slo: SlothSlo, path: string, report: Report): CountedObjective | undefined {
  const name = objectiveName(slo.name);
  const { events } = slo.sli;
  if (slo.objective >= 100)
    report.refuse(
      `${path}.objective`,
      `${slo.objective} leaves no budget to burn; write one below 100, such as 99.9.`,
    );
  if (events === undefined)
    return report.refuse(
      slo.sli.raw === undefined ? `${path}.sli.plugin` : `${path}.sli.raw`,
      slo.sli.raw === undefined
        ? `"${slo.sli.plugin?.id}" is code that Sloth runs; write the queries that it makes as sli.events.`
        : 'is a ratio made elsewhere, which cannot be weighted by requests; write sli.events.',
    );
  const carried = carryEvents(
    {
      total: { path: `${path}.sli.events.total_query`, query: events.total_query },
      part: { path: `${path}.sli.events.error_query`, query: events.error_query },
      partIs: 'bad',
      style: 'placeholder',
    },
    report,
  );
  if (carried === undefined || slo.objective >= 100) return undefined;
  if (name !== slo.name) report.note(`${path}.name`, `"${slo.name}" is written "${name}".`);
  const { kind, events: counted, thresholdSeconds } = carried;
  return {
    name,
    kind,
    description: slo.description ?? slo.name,
    target: shareOf(slo.objective),
    windowDays: defaultWindowDays,
    events: counted,
    ...(thresholdSeconds !== undefined && { thresholdSeconds }),
  };
}

function fieldTable({ labels }: SlothFile): FieldTable {
  const noPlace = 'has no place in the catalog (owner, or team, and tier have); left out.';
  const alerting =
    "stays behind: alerts are the compiler's own burn-rate tiers, with its own names, labels and severities, told to the owner.";
  const plugins = 'stays behind: what plugins change in rules is not part of the objective.';
  return {
    carried: [
      'version',
      'service',
      ...fromLabels(labels).used.map((key) => `labels.${key}`),
      ...['name', 'description', 'objective', 'sli.events.error_query', 'sli.events.total_query'].map(
        (field) => `slos.${field}`,
      ),
    ],
    left: {
      'labels.*': noPlace,
      slo_plugins: plugins,
      'slos.labels': noPlace,
      'slos.plugins': plugins,
      'slos.alerting': alerting,
    },
    unknown: 'is no field of prometheus/v1 that is read; left out.',
  };
}
