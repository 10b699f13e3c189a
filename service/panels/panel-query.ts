/** What Grafana does with a panel's texts before it asks and shows: fills in variables, macros and legends. */
import { escapeString } from '../evidence/catalog.ts';

export interface PanelScope {
  readonly environment: string;
  /** Seconds between two points. */
  readonly stepSeconds: number;
  readonly scrapeIntervalSeconds: number;
}

/**
 * The query as it is sent: all releases and routes of the environment. A rate is taken over four scrapes or more, as
 * Grafana's Prometheus datasource does: https://grafana.com/docs/grafana/latest/datasources/prometheus/template-variables/
 */
export function fillPanelQuery(
  expr: string,
  { environment, stepSeconds, scrapeIntervalSeconds: scrape }: PanelScope,
): string {
  return fillIn(expr, {
    environment: escapeString(environment),
    release: '.*',
    route: '.*',
    __rate_interval: `${Math.max(stepSeconds + scrape, 4 * scrape)}s`,
  });
}

/** A title or a description, for people. */
export function fillPanelText(text: string, environment: string): string {
  return fillIn(text, { environment });
}

/** Throws an Error that names a placeholder which nobody can fill in. */
function fillIn(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\$([a-z_]+)/gi, (whole, name: string) => {
    const value = values[name];
    if (value === undefined)
      throw new Error(
        `"${whole}" in ${text} has no value; the desk knows ${Object.keys(values).join(', ')}. Take the panel out of dashboards-as-code/incident-panels.ts, or teach the desk.`,
      );
    return value;
  });
}

const longestName = 120;

/** "{{status}}" with the series' own label; without any label, what Grafana shows too: all of them. */
export function nameSeries(legend: string, labels: Readonly<Record<string, string>>): string {
  const filled = legend.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, label: string) => labels[label] ?? '').trim();
  const name = filled === '' ? Object.values(labels).join(' ') : filled;
  return (name === '' ? 'all' : name).slice(0, longestName);
}
