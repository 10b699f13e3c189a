/** OpenSLO v1 documents as services of the catalog. */
import type { Fields } from '../import/documents.ts';
import { checkDocument } from '../import/faults.ts';
import type { ImportedService } from '../import/imported.ts';
import type { Report } from '../import/report.ts';
import { fromLabels } from '../import/service-labels.ts';
import { assembleServices, type CarriedObjective } from '../import/services.ts';
import { fieldTables, noteLeftBehind } from './fields.ts';
import type { References } from './indicator.ts';
import {
  anyDocumentSchema,
  dataSourceSchema,
  type IndicatorSpec,
  kindSchema,
  type OpenSloService,
  type Slo,
  serviceSchema,
  sliSchema,
  sloSchema,
} from './schema.ts';
import { carrySlo } from './slo.ts';

export interface Reported {
  readonly fields: Fields;
  readonly report: Report;
}

/** Reads references first, since documents may refer to later ones. */
export function importOpenSlo(documents: readonly Reported[]): ImportedService[] {
  const indicators = new Map<string, IndicatorSpec>();
  const sourceTypes = new Map<string, string>();
  const services = new Map<string, OpenSloService>();
  const slos: (Reported & { slo: Slo })[] = [];
  for (const document of documents) {
    const { fields, report } = document;
    const kind = checkDocument(kindSchema, fields, report)?.kind;
    if (kind === 'SLO') {
      const slo = checkDocument(sloSchema, fields, report);
      if (slo !== undefined) slos.push({ ...document, slo });
    } else if (kind === 'SLI') {
      const sli = checkDocument(sliSchema, fields, report);
      if (sli !== undefined) addOnce(indicators, sli.metadata.name, sli.spec, report);
    } else if (kind === 'DataSource') {
      const source = checkDocument(dataSourceSchema, fields, report);
      if (source !== undefined) addOnce(sourceTypes, source.metadata.name, source.spec.type, report);
    } else if (kind === 'Service') {
      const service = checkDocument(serviceSchema, fields, report);
      if (service !== undefined) addOnce(services, service.metadata.name, service, report);
    } else if (kind !== undefined && checkDocument(anyDocumentSchema, fields, report) !== undefined)
      report.note('', "stays behind: alerts are the compiler's own burn-rate tiers, told to the owner.");
  }
  const carried = slos.flatMap((document) => carryDocument(document, { indicators, sourceTypes }));
  noteOthers(
    documents,
    slos.map(({ slo }) => slo),
    new Set(carried.map(({ service }) => service)),
  );
  return assembleServices(carried, (name) => {
    const service = services.get(name);
    const description = service?.spec?.description ?? service?.metadata.displayName;
    return { labels: service?.metadata.labels ?? {}, ...(description !== undefined && { description }) };
  });
}

function addOnce<V>(map: Map<string, V>, name: string, value: V, report: Report): void {
  if (map.has(name)) report.fault('metadata.name', `"${name}" is there twice; give each its own name.`);
  map.set(name, value);
}

function carryDocument(
  { fields, slo, report }: Reported & { slo: Slo },
  references: References,
): CarriedObjective[] {
  const objectives = carrySlo(slo, references, report);
  if (objectives === undefined) return [];
  const { metadata, spec } = slo;
  const table = fieldTables.slo(
    fromLabels(metadata.labels),
    spec.description !== undefined,
    spec.objectives.length,
  );
  noteLeftBehind(fields, table, report);
  return objectives.map((objective) => ({
    service: spec.service,
    servicePath: 'spec.service',
    labels: metadata.labels ?? {},
    objective,
    report,
  }));
}

/** Documents that are no SLO: what is used of them, and what nothing refers to. */
function noteOthers(
  documents: readonly Reported[],
  slos: readonly Slo[],
  carriedServices: ReadonlySet<string>,
): void {
  const usedIndicators = new Set(slos.map(({ spec }) => spec.indicatorRef));
  for (const { fields, report } of documents) {
    const any = anyDocumentSchema.safeParse(fields);
    if (!any.success) continue;
    const { kind, metadata } = any.data;
    if (kind === 'SLI' && usedIndicators.has(metadata.name))
      noteLeftBehind(fields, fieldTables.indicator, report);
    else if (kind === 'SLI')
      report.note('', 'no SLO of this file refers to it, so there is no target; left out.');
    if (kind === 'DataSource') noteLeftBehind(fields, fieldTables.source, report);
    if (kind !== 'Service') continue;
    if (!carriedServices.has(metadata.name)) report.note('', 'no objective of it was carried; left out.');
    else {
      const parsed = serviceSchema.safeParse(fields);
      const hasDescription = parsed.success && parsed.data.spec?.description !== undefined;
      noteLeftBehind(fields, fieldTables.service(fromLabels(metadata.labels), hasDescription), report);
    }
  }
}
