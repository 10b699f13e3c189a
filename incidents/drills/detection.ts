/** From the first failing request to an incident with evidence. */
import type { DeskClient, IncidentView } from './desk-client.ts';
import type { Drill } from './drill.ts';
import { evidenceGaps, panelGaps } from './expected-evidence.ts';
import type { Load } from './load/load.ts';
import type { Milestones } from './milestones.ts';
import { FinalFault, pollUntil } from './poll.ts';
import { readAlerts } from './prometheus-alerts.ts';
import type { NativeStack } from './stack/native-stack.ts';

export interface Detection {
  readonly drill: Drill;
  readonly stack: NativeStack;
  readonly desk: DeskClient;
  /** Ids of what was there before the fault. */
  readonly earlierIncidents: readonly string[];
  readonly load: Load;
  readonly milestones: Milestones;
  readonly print: (line: string) => void;
  readonly signal: AbortSignal;
}

const firstFailureTimeoutMs = 30_000;
/** The promise is 90 s to the incident; an alert that is not there by then breaks it. */
const alertTimeoutMs = 90_000;
const incidentTimeoutMs = 45_000;
const evidenceTimeoutMs = 90_000;

export async function awaitAlert({
  drill,
  stack,
  load,
  milestones,
  print,
  signal,
}: Detection): Promise<void> {
  const firstFailedAt = await pollUntil(async () => load.read().firstFailedAt, {
    timeoutMs: firstFailureTimeoutMs,
    signal,
    failure: () =>
      `no request failed within ${firstFailureTimeoutMs / 1000} s: the drill's fault does not bite`,
  });
  milestones.reach('first failing request', firstFailedAt);
  print('the first request has failed');
  const labels = { alertname: drill.alert, service: drill.service, environment: drill.environment };
  await pollUntil(
    async () => {
      const alerts = await readAlerts(stack.prometheusUrl, { ...labels, severity: 'critical' });
      const [pending] = alerts.map((alert) => Date.parse(alert.activeAt)).toSorted((a, b) => a - b);
      if (pending !== undefined) milestones.reach('alert pending', pending);
      if (!alerts.some((alert) => alert.state === 'firing')) return undefined;
      milestones.reach('alert firing', Date.now());
      return true;
    },
    {
      timeoutMs: alertTimeoutMs,
      signal,
      failure: () =>
        `the alert ${drill.alert} did not fire within ${alertTimeoutMs / 1000} s of the first failing request; is its rule in ${stack.prometheusUrl}/rules?`,
    },
  );
}

/** Resolves to the incident's id once there is exactly one; a second one is a fault. */
export async function awaitIncident(detection: Detection): Promise<string> {
  const { stack, desk, milestones, print, signal } = detection;
  const id = await pollUntil(() => onlyIncident(detection), {
    timeoutMs: incidentTimeoutMs,
    signal,
    failure: () =>
      `the desk opened no incident within ${incidentTimeoutMs / 1000} s of the alert; does Alertmanager (${stack.alertmanagerUrl}) deliver to it?`,
  });
  const incident = await desk.incident(id);
  milestones.reach('incident open', Date.parse(incident.openedAt));
  print(`${incident.title}: ${stack.deskUrl}/incidents/${id}`);
  await desk.acknowledge(id, 'rehearsal');
  return id;
}

export async function awaitEvidence(
  { drill, stack, desk, print, signal }: Detection,
  incidentId: string,
  /** The suspect change is about one of these. */
  suspectReleases: readonly string[],
): Promise<void> {
  const expected = {
    route: drill.fault.route,
    suspectReleases,
    hasLoki: stack.lokiUrl !== undefined,
    hasJaeger: stack.jaegerUrl !== undefined,
  };
  let gaps: string[] = [];
  const incident = await pollUntil(
    async () => {
      const view = await desk.incident(incidentId);
      gaps = [...evidenceGaps(view.evidence, expected), ...panelGaps(view.panels)];
      return gaps.length === 0 ? view : undefined;
    },
    { timeoutMs: evidenceTimeoutMs, signal, failure: () => gaps.join('; ') },
  );
  for (const line of summarizeEvidence(incident)) print(line);
}

/** The one incident since the fault; undefined while there is none. */
export async function onlyIncident({
  drill,
  desk,
  earlierIncidents,
}: Detection): Promise<string | undefined> {
  const ids = (await desk.incidentIds(drill.environment)).filter((id) => !earlierIncidents.includes(id));
  if (ids.length > 1)
    throw new FinalFault(`the desk opened ${ids.length} incidents where one was due: ${ids.join(', ')}`);
  return ids[0];
}

function summarizeEvidence({ evidence, panels }: IncidentView): string[] {
  if (evidence === null) return [];
  const { routes, logs, trace, change, links } = evidence;
  return [
    ...(routes.status === 'found'
      ? routes.rows.map(
          ({ method, route, badRatio }) =>
            `route   ${method} ${route}: ${(badRatio * 100).toFixed(1)} % of its requests fail`,
        )
      : []),
    logs.status === 'found'
      ? `logs    ${logs.lines.length} error lines, such as "${logs.lines[0]?.exceptionMessage || logs.lines[0]?.message}"`
      : `logs    ${logs.reason}`,
    trace.status === 'found'
      ? `trace   ${trace.trace.traceId} (${trace.trace.spans.length} spans)`
      : `trace   ${trace.reason}`,
    ...(change.status === 'found'
      ? [
          `change  ${change.change.kind} of ${change.change.release}, ${Math.round(change.change.secondsBefore)} s before`,
        ]
      : []),
    ...(panels?.status === 'asked' ? [`panels  ${panels.panels.length} kept with their queries`] : []),
    `links   ${links.runbook}  ${links.dashboard}`,
  ];
}
