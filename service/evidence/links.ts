/** Where a person reads on. An alert carries paths, since the same rule serves every installation; the desk knows the addresses. */
import type { Evidence } from './evidence.ts';

export interface LinkBases {
  /** Where runbooks are read elsewhere: `<runbooksUrl>/<AlertName>.md`. */
  readonly runbooksUrl: string | undefined;
  /** The folder from which the desk shows them itself. */
  readonly runbooksDir: string | undefined;
  readonly publicUrl: string | undefined;
  readonly grafanaUrl: string | undefined;
}

interface LinkedAlert {
  readonly alertname: string;
  /** ISO 8601. */
  readonly startsAt: string;
  readonly annotations: Readonly<Record<string, string>>;
}

/** A path without an address to put it behind stays a path, which says at least what to look for. */
export function resolveLinks(
  { alertname, startsAt, annotations }: LinkedAlert,
  bases: LinkBases,
): Evidence['links'] {
  // An alert from rules that are not ours may carry no path; by convention its runbook has its name.
  const byName = bases.runbooksUrl === undefined ? '' : `${alertname}.md`;
  return {
    runbook: resolveRunbook(annotations.runbook_url ?? byName, bases),
    dashboard: resolveDashboard(annotations.dashboard_url ?? '', startsAt, bases.grafanaUrl),
  };
}

function resolveRunbook(path: string, { runbooksUrl, runbooksDir, publicUrl }: LinkBases): string {
  if (path === '' || isAddress(path)) return path;
  const file = path.split('/').at(-1) ?? '';
  if (runbooksUrl !== undefined) return `${withoutSlash(runbooksUrl)}/${file}`;
  if (runbooksDir === undefined) return path;
  return `${withoutSlash(publicUrl ?? '')}/runbooks/${file.replace(/\.md$/, '')}`;
}

/** From half an hour before the alert, so that the picture also shows what calm looked like. */
function resolveDashboard(path: string, startsAt: string, grafanaUrl: string | undefined): string {
  if (path === '' || isAddress(path) || grafanaUrl === undefined) return path;
  const from = Date.parse(startsAt) - 30 * 60_000;
  return `${withoutSlash(grafanaUrl)}${path}${path.includes('?') ? '&' : '?'}from=${from}&to=now`;
}

/** One panel over a time that is over; undefined where nobody knows Grafana's address. */
export function resolvePanel(
  path: string,
  shown: { readonly environment: string; readonly from: string; readonly to: string },
  grafanaUrl: string | undefined,
): string | undefined {
  if (grafanaUrl === undefined) return undefined;
  const environment = encodeURIComponent(shown.environment);
  const range = `from=${Date.parse(shown.from)}&to=${Date.parse(shown.to)}`;
  return `${withoutSlash(grafanaUrl)}${path}${path.includes('?') ? '&' : '?'}var-environment=${environment}&${range}`;
}

function isAddress(text: string): boolean {
  return /^https?:\/\//i.test(text);
}

function withoutSlash(base: string): string {
  return base.replace(/\/$/, '');
}
