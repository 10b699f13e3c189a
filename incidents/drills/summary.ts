/** What a rehearsal came to: its milestones, its figures against what is promised, and where to look around. */
import { footprintsOf, type ProcessFootprint, residentBytesOf } from './footprint.ts';
import type { Milestones } from './milestones.ts';
import type { RehearsalResult } from './rehearsal.ts';

const mebibyte = 1024 * 1024;

/** The promises of the README, each with its unit. */
const promises = {
  startUpSeconds: 20,
  secondsToIncident: 90,
  secondsToArmedRollback: 30,
  residentMebibytes: 1536,
  lostRequests: 0,
} as const;

export function renderSummary(
  result: RehearsalResult,
  milestones: Milestones,
  processes: readonly { readonly name: string; readonly pid: number }[],
): string {
  const footprints = [...footprintsOf(processes), ...ownFootprints(result)];
  const residentMebibytes = footprints.reduce((sum, { residentBytes }) => sum + residentBytes, 0) / mebibyte;
  const rows = [
    figure('everything up', result.startUpSeconds, 's', promises.startUpSeconds),
    figure(
      'first failing request to incident',
      milestones.secondsToFault('incident open') ?? Number.NaN,
      's',
      promises.secondsToIncident,
    ),
    ...(result.isArmed
      ? [
          figure(
            'first bad request to old release alone',
            milestones.secondsToFault('traffic back') ?? Number.NaN,
            's',
            promises.secondsToArmedRollback,
          ),
        ]
      : []),
    figure('requests lost', result.tally.lost, `of ${result.tally.sent}`, promises.lostRequests),
    figure('resident memory of all processes', residentMebibytes, 'MiB', promises.residentMebibytes),
  ];
  return `${milestones.renderTable()}\n\n${rows.join('\n')}\n${renderFootprints(footprints)}`;
}

export function renderAddresses({ stack, incidentId, reviewPath }: RehearsalResult): string {
  const rows = {
    'the incident': `${stack.deskUrl}/incidents/${incidentId}`,
    'its review': `${stack.deskUrl}/incidents/${incidentId}/review`,
    'review draft': reviewPath,
    'the desk': stack.deskUrl,
    'the patient': stack.patientUrl,
    Prometheus: stack.prometheusUrl,
    Alertmanager: stack.alertmanagerUrl,
    Loki: stack.lokiUrl ?? 'not here: npm run tools -- --all',
    Jaeger: stack.jaegerUrl ?? 'not here: npm run tools -- --all',
    Grafana: stack.grafanaUrl ?? 'not here: npm run tools says why',
  };
  return Object.entries(rows)
    .map(([name, address]) => `  ${name.padEnd(14)} ${address}`)
    .join('\n');
}

/** The load and this process are not on record. */
function ownFootprints({ load }: RehearsalResult): ProcessFootprint[] {
  return [
    { name: 'rehearsal', residentBytes: residentBytesOf(process.pid) },
    ...(load.pid === undefined ? [] : [{ name: 'load', residentBytes: residentBytesOf(load.pid) }]),
  ];
}

function figure(what: string, value: number, unit: string, atMost: number): string {
  const shown = Number.isInteger(value) ? String(value) : value.toFixed(1);
  const verdict = value <= atMost ? 'kept' : 'MISSED';
  return `  ${what.padEnd(38)} ${`${shown} ${unit}`.padEnd(14)} promised: ${atMost} at most, ${verdict}`;
}

function renderFootprints(footprints: readonly ProcessFootprint[]): string {
  const parts = footprints
    .filter(({ residentBytes }) => residentBytes > 0)
    .toSorted((a, b) => b.residentBytes - a.residentBytes)
    .map(({ name, residentBytes }) => `${name} ${Math.round(residentBytes / mebibyte)}`);
  return `    ${parts.join(', ')}`;
}
