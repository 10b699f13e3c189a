/** Content negotiation for /metrics: prom-client renders only the format its registry was made for. */

/** The OpenMetrics text as Prometheus text format 0.0.4: counters' families keep _total, exemplars are left out. */
export function toPlainText(openMetrics: string): string {
  const lines = openMetrics.split('\n').filter((line) => line !== '# EOF');
  const counters = new Set(lines.flatMap((line) => /^# TYPE (\S+) counter$/.exec(line)?.[1] ?? []));
  return lines
    .map((line) => {
      const family = /^# (HELP|TYPE) (\S+)(.*)$/s.exec(line);
      if (family === null) return line.replace(/ # \{.*$/, '');
      const [, word, name = '', rest] = family;
      return counters.has(name) ? `# ${word} ${name}_total${rest}` : line;
    })
    .join('\n');
}

export function wantsOpenMetrics(accept: string): boolean {
  return accept.includes('application/openmetrics-text');
}
