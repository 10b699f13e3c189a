/** How figures and instants read, in pages and reviews alike. */

/** 2026-03-01T03:12:44.120Z as "03:12:44". */
export function formatTime(instant: string): string {
  return instant.slice(11, 19);
}

/** As "2026-03-01 03:12:44". */
export function formatInstant(instant: string): string {
  return `${instant.slice(0, 10)} ${formatTime(instant)}`;
}

/** Seconds as "44 s", "3 min 4 s", "2 h 10 min", "3 d 4 h". */
export function formatDuration(seconds: number): string {
  const total = Math.max(0, Math.round(seconds));
  if (total < 60) return `${total} s`;
  if (total < 3600) return join(Math.floor(total / 60), 'min', total % 60, 's');
  if (total < 86_400) return join(Math.floor(total / 3600), 'h', Math.floor((total % 3600) / 60), 'min');
  return join(Math.floor(total / 86_400), 'd', Math.floor((total % 86_400) / 3600), 'h');
}

export function formatPercent(ratio: number): string {
  const percent = ratio * 100;
  return `${percent === 0 || percent >= 10 ? Math.round(percent) : Number(percent.toPrecision(2))} %`;
}

/** Counts from increase() are extrapolated and rarely whole. */
export function formatCount(count: number): string {
  return count >= 1 ? String(Math.round(count)) : String(Number(count.toPrecision(2)));
}

export function formatMilliseconds(ms: number): string {
  return ms >= 1000 ? `${Number((ms / 1000).toPrecision(3))} s` : `${Number(ms.toPrecision(3))} ms`;
}

export function secondsBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 1000;
}

function join(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}
