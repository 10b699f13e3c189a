/** Collects what the chart of one incident shows. */
import { type Change, nameChange } from '../changes/change.ts';
import { listChanges } from '../changes/change-store.ts';
import type { Store } from '../db/store.ts';
import { fillQuery, findObjective, findService, readCatalog } from '../evidence/catalog.ts';
import { queryPrometheusRange } from '../evidence/prometheus.ts';
import type { ChartData, ChartMark } from './chart.ts';
import type { Incident } from './incident.ts';

export interface ChartDeps {
  readonly store: Store;
  readonly prometheusUrl: string | undefined;
  readonly catalogFile: string;
  /** The desk's own address, for links that leave it. */
  readonly publicUrl: string | undefined;
}

export interface CollectedChart {
  readonly data: ChartData;
  /** The PromQL of the line; empty where there is none. */
  readonly query: string;
  readonly changes: readonly Change[];
  /** Why the line could not be read, when that may be better later; a chart for keeps waits for it. */
  readonly failure: string | undefined;
}

const marginMs = 5 * 60_000;
/** A suspect change further back than this would squeeze the incident into the chart's edge. */
const suspectWithinMs = 30 * 60_000;

export async function collectChart(deps: ChartDeps, incident: Incident, now: Date): Promise<CollectedChart> {
  const { from, to } = rangeOf(incident, now);
  const { service, environment } = incident;
  const changes = await listChanges(deps.store, {
    service,
    environment,
    since: from.toISOString(),
    until: to.toISOString(),
  });
  const line = await collectLine(deps, incident, { from, to });
  return {
    query: line.query,
    changes,
    failure: line.failure,
    data: {
      title: `Share of bad requests during incident ${incident.id}: ${incident.title}`,
      from: from.toISOString(),
      to: to.toISOString(),
      points: line.points,
      gap: line.gap,
      allowedRatio: line.allowedRatio,
      marks: collectMarks(incident, changes),
    },
  };
}

function rangeOf(incident: Incident, now: Date): { from: Date; to: Date } {
  const began = Math.min(
    Date.parse(incident.openedAt),
    ...incident.episodes.map(({ startsAt }) => Date.parse(startsAt)),
  );
  const change = incident.evidence?.change;
  const suspectAt = change?.status === 'found' ? Date.parse(change.change.startedAt) : began;
  const from = began - suspectAt < suspectWithinMs ? Math.min(began, suspectAt) : began;
  const end = incident.closedAt === null ? now.getTime() : Date.parse(incident.closedAt) + 60_000;
  return { from: new Date(from - marginMs), to: new Date(Math.min(now.getTime(), end)) };
}

type Line = Pick<ChartData, 'points' | 'gap' | 'allowedRatio'> & Pick<CollectedChart, 'query' | 'failure'>;

async function collectLine(
  { prometheusUrl, catalogFile }: ChartDeps,
  { service, environment, episodes }: Incident,
  range: { readonly from: Date; readonly to: Date },
): Promise<Line> {
  const missing = (gap: string, failure?: string): Line => ({
    points: [],
    gap,
    allowedRatio: undefined,
    query: '',
    failure,
  });
  if (prometheusUrl === undefined) return missing('metrics: not available here');
  try {
    const described = findService(await readCatalog(catalogFile), service);
    const objective = described && findObjective(described, episodes[0]?.labels.slo);
    if (objective === undefined) return missing(`metrics: "${service}" is not in the catalog`);
    const query = fillQuery(objective.queries.ratio, { environment, window: '1m' });
    const seconds = (range.to.getTime() - range.from.getTime()) / 1000;
    const stepSeconds = Math.max(5, Math.ceil(seconds / 150));
    const points = await queryPrometheusRange(prometheusUrl, query, { ...range, stepSeconds });
    const gap = 'metrics: no requests in this time';
    return { points, gap, allowedRatio: 1 - objective.target, query, failure: undefined };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return missing(`metrics: ${reason}`, reason);
  }
}

function collectMarks({ events }: Incident, changes: readonly Change[]): ChartMark[] {
  const ofChanges = changes.map(
    (change): ChartMark => ({ kind: 'change', at: change.startedAt, label: nameChange(change) }),
  );
  const ofEvents = events.flatMap((event): ChartMark[] => {
    switch (event.kind) {
      case 'alert-fired':
        return [{ kind: 'alert', at: event.at, label: `${event.data.labels.alertname ?? 'alert'} began` }];
      case 'alert-resolved':
        return [{ kind: 'alert', at: event.at, label: 'alert resolved', isEnd: true }];
      case 'runbook-step':
        return [{ kind: 'runbook', at: event.at, label: `step ${event.data.step.name}` }];
      case 'note':
        return [{ kind: 'note', at: event.at, label: `note by ${event.data.author}` }];
      default:
        return [];
    }
  });
  return [...ofChanges, ...ofEvents].toSorted((a, b) => a.at.localeCompare(b.at));
}
