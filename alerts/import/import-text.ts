/** The text of a file of either format as services of the catalog, with everything that could not come along. */
import { importOpenSlo } from '../open-slo/import.ts';
import { kinds, openSloVersion } from '../open-slo/schema.ts';
import { assertDefinition } from '../service-definition.ts';
import { importSloth } from '../sloth/import.ts';
import { slothVersion } from '../sloth/schema.ts';
import { type Fields, isFields, readDocuments } from './documents.ts';
import type { Imported, ImportedService } from './imported.ts';
import { type Finding, type Report, renderFinding, reportOn } from './report.ts';

interface Document {
  readonly fields: Fields;
  readonly report: Report;
}

/** `file` is how findings call it. With a fault among the findings there are no services: nothing half-read. */
export function importText(text: string, file: string): Imported {
  const findings: Finding[] = [];
  const whole = reportOn(file, findings);
  const documents = readDocuments(text, whole).map(
    (fields, index): Document => ({
      fields,
      report: reportOn(`${file}, document ${index + 1}${nameOf(fields)}`, findings),
    }),
  );
  const openSlo = documents.filter(({ fields }) => fields.apiVersion === openSloVersion);
  const sloth = documents.filter(({ fields }) => fields.version === slothVersion);
  for (const document of documents)
    if (document.fields.apiVersion !== openSloVersion && document.fields.version !== slothVersion)
      faultVersion(document);
  if (openSlo.length > 0 && sloth.length > 0)
    whole.fault('', `mixes ${openSloVersion} and ${slothVersion}; import one file of each.`);
  const services = sloth.length > 0 ? importSloth(sloth) : importOpenSlo(openSlo);
  const isSaid = findings.some(({ weight }) => weight !== 'note');
  if (services.length === 0 && !isSaid)
    whole.fault('', 'holds no objective; that takes a document of kind SLO, or a Sloth file with slos.');
  if (!findings.some(({ weight }) => weight === 'fault')) checkDefinitions(services, whole);
  const hasFault = findings.some(({ weight }) => weight === 'fault');
  // Two objectives of one document can say the same.
  const lines = new Map(findings.map((finding) => [renderFinding(finding), finding]));
  return { services: hasFault ? [] : services, findings: [...lines.values()] };
}

/** What the catalog itself refuses is better said now than when the file is loaded. */
function checkDefinitions(services: readonly ImportedService[], report: Report): void {
  for (const service of services)
    try {
      assertDefinition({ ...service, owner: service.owner ?? 'to be written', tier: service.tier ?? 3 });
    } catch (error) {
      report.fault('', error instanceof Error ? error.message : String(error));
    }
}

function nameOf({ kind, metadata, service }: Fields): string {
  const name = isFields(metadata) ? metadata.name : service;
  if (typeof name !== 'string') return '';
  return `, ${typeof kind === 'string' ? `${kind} ` : ''}"${name}"`;
}

function faultVersion({ fields, report }: Document): void {
  const [path, value] = 'version' in fields ? ['version', fields.version] : ['apiVersion', fields.apiVersion];
  const wanted = `write apiVersion: ${openSloVersion} with kind ${kinds.join(', ')}, or version: ${slothVersion}`;
  report.fault(
    path,
    value === undefined ? `is missing; ${wanted}.` : `${JSON.stringify(value)} is not read; ${wanted}.`,
  );
}
