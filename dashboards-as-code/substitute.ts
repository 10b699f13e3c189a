/** What Grafana does to a query before it sends it: fills in variables and its own macros. */

/** About as many points as a panel is wide, where the panel does not say how many. */
const pointsShown = 1000;

/** How close to each other a panel wants its points, where it says so. */
export interface Pace {
  readonly maxDataPoints?: number;
  /** The panel's "Min interval". */
  readonly minStepSeconds?: number;
}

export interface ShownRange extends Pace {
  readonly from: Date;
  readonly to: Date;
  readonly scrapeIntervalSeconds: number;
}

/** Seconds between two points of a range query over what is shown. */
export function stepSeconds(shown: ShownRange): number {
  const { from, to, scrapeIntervalSeconds, maxDataPoints = pointsShown, minStepSeconds = 0 } = shown;
  const rangeSeconds = (to.getTime() - from.getTime()) / 1000;
  return Math.max(scrapeIntervalSeconds, minStepSeconds, Math.ceil(rangeSeconds / maxDataPoints));
}

/**
 * Values of the macros for a range, as Grafana's Prometheus datasource works them out:
 * https://grafana.com/docs/grafana/latest/datasources/prometheus/template-variables/
 */
export function macros(shown: ShownRange): Record<string, string> {
  const { scrapeIntervalSeconds: scrape } = shown;
  const interval = stepSeconds(shown);
  return {
    __interval: `${interval}s`,
    __rate_interval: `${Math.max(interval + scrape, 4 * scrape)}s`,
    __range: `${Math.max(1, Math.round((shown.to.getTime() - shown.from.getTime()) / 1000))}s`,
  };
}

/**
 * Replaces `$name`, `${name}` and `${name:format}`; `$1` is no variable but a group of a regular expression. Throws an
 * Error that names a placeholder without a value.
 */
export function fillIn(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$(?!\d)(?:(\w+)|\{(\w+)(?::\w+)?\})/g, (whole, bare?: string, braced?: string) => {
    const value = values[bare ?? braced ?? ''];
    if (value === undefined)
      throw new Error(
        `"${whole}" in ${text} has no value; there is ${Object.keys(values).join(', ')}: misspelt, or a macro that substitute.ts does not know yet.`,
      );
    return value;
  });
}

/** A value chosen in a variable with several, as it stands in a regular expression. */
export function asPattern(value: string): string {
  return value.replaceAll(/[\\^$*+?.()|[\]{}]/g, '\\\\$&');
}
