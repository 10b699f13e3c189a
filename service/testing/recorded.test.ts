/** No tests of its own: rows as the desk records them, at moments of a test's choice, and the figures made of them. */
import { recordChange } from '../changes/change-store.ts';
import type { Store } from '../db/store.ts';
import type { StateFigure, TotalFigure } from '../figures/figure.ts';
import { readFigures } from '../figures/read-figures.ts';

/** As if nothing had ever happened; a database of its own for each test takes longer. */
export async function forgetEverything(store: Store): Promise<void> {
  await store.raw('truncate changes, change_events, incidents, incident_events, episodes restart identity');
}

export const minutesAgo = (minutes: number): string => new Date(Date.now() - 60_000 * minutes).toISOString();
export const daysAgo = (days: number): string => minutesAgo(24 * 60 * days);

interface RecordedAlert {
  readonly fingerprint?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly startsAt?: string;
  readonly endsAt?: string;
}

interface RecordedIncident {
  readonly service?: string;
  readonly environment?: string;
  readonly openedAt: string;
  readonly closedAt?: string;
  readonly acknowledgedAt?: readonly string[];
  /** One after the other: each is a notification of its own. */
  readonly alerts?: readonly RecordedAlert[];
  readonly steps?: readonly { readonly runbook: string; readonly exitCode: number | null }[];
}

/** Resolves to its id. */
export async function recordIncident(store: Store, incident: RecordedIncident): Promise<string> {
  const { service = 'desk', environment = 'staging', openedAt, closedAt, alerts = [{}] } = incident;
  const row = { service, environment, opened_at: openedAt, closed_at: closedAt ?? null };
  const [{ id }] = await store('incidents').insert(row).returning('id');
  const append = (kind: string, at: string, data: object): Promise<unknown> =>
    store('incident_events').insert({ incident_id: id, at, kind, data: JSON.stringify(data) });
  await append('opened', openedAt, { alertname: 'A' });
  for (const [index, alert] of alerts.entries()) {
    const {
      fingerprint = `${id}-${index}`,
      startsAt = openedAt,
      endsAt,
      labels = { severity: 'critical' },
    } = alert;
    const told = { source: 'alertmanager', annotations: {}, generatorUrl: '' };
    await append('alert-fired', startsAt, { ...told, fingerprint, startsAt, labels });
    await store('episodes').insert({
      source: 'alertmanager',
      fingerprint,
      starts_at: startsAt,
      ends_at: endsAt ?? null,
      incident_id: id,
    });
  }
  for (const at of incident.acknowledgedAt ?? []) await append('acknowledged', at, { by: 'ada' });
  for (const { runbook, exitCode } of incident.steps ?? [])
    await append('runbook-step', openedAt, {
      author: 'ada',
      text: '',
      step: { runbook, name: 's', exitCode, startedAt: openedAt, endedAt: openedAt, output: '' },
    });
  return id;
}

type ChangePost = Parameters<typeof recordChange>[1];

/** A deploy of release b that ended well a day ago, unless told otherwise. */
export async function recordDeploy(
  store: Store,
  change: Partial<ChangePost> & { id: string },
): Promise<void> {
  const ended = change.status === 'started' ? {} : { endedAt: daysAgo(1) };
  await recordChange(store, {
    kind: 'deploy',
    service: 'desk',
    environment: 'staging',
    release: 'b',
    status: 'succeeded',
    startedAt: daysAgo(1),
    ...ended,
    by: 'ada',
    summary: '',
    ...change,
  });
}

/** The value of each series of a figure, by its label values: `{ 'desk staging 2': 1 }`. */
export async function figuresOf(
  store: Store,
  name: TotalFigure | StateFigure,
): Promise<Readonly<Record<string, number>>> {
  const { totals, states } = await readFigures(store);
  return Object.fromEntries(
    [...totals, ...states]
      .filter((one) => one.name === name)
      .map(({ labels, value }) => [Object.values(labels).join(' '), value]),
  );
}
