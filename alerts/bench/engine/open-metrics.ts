/** Samples of a benchmark as OpenMetrics text, which is what `promtool tsdb create-blocks-from openmetrics` takes in. */
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

/** What a series is called and labelled, ready for a line: `name{label="value"}`. */
export function seriesName(metric: string, labels: Readonly<Record<string, string>>): string {
  const inside = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return `${metric}{${inside.join(',')}}`;
}

/** One sample; the time is in Unix seconds. */
export function sampleLine(series: string, value: number, timeSeconds: number): string {
  return `${series} ${value} ${timeSeconds}\n`;
}

/** Writes lines to a file without ever holding more than a few megabytes of them. Returns how many bytes. */
export async function writeOpenMetrics(path: string, lines: Iterable<string>): Promise<number> {
  const out = createWriteStream(path, { highWaterMark: 4 * 2 ** 20 });
  let bytes = 0;
  let buffer = '';
  const flush = async (): Promise<void> => {
    bytes += buffer.length;
    const hasRoom = out.write(buffer);
    buffer = '';
    if (!hasRoom) await new Promise<void>((resolve) => out.once('drain', () => resolve()));
  };
  for (const line of lines) {
    buffer += line;
    if (buffer.length > 2 ** 20) await flush();
  }
  buffer += '# EOF\n';
  await flush();
  out.end();
  await finished(out);
  return bytes;
}
