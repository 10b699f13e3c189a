/** How a panel's values read: its unit is one of Grafana's ids. */
import { formatCount, formatPercent } from '../pages/format.ts';
import type { PanelUnit } from '../panels/panel-definitions.ts';

export function formatValue(unit: PanelUnit, value: number): string {
  switch (unit) {
    case 'percentunit':
      return formatPercent(value);
    case 'reqps':
    case 'ops':
      return `${formatNumber(value)}/s`;
    case 's':
      return formatSeconds(value);
    case 'bytes':
      return formatBytes(value);
    case 'none':
    case 'short':
    case 'locale':
      return formatNumber(value);
  }
}

function formatNumber(value: number): string {
  return Math.abs(value) >= 100 ? formatCount(value) : String(Number(value.toPrecision(2)));
}

/** Two digits are what a picture shows; more would only be read as more. */
function formatSeconds(seconds: number): string {
  return seconds >= 1 ? `${formatNumber(seconds)} s` : `${formatNumber(seconds * 1000)} ms`;
}

const byteUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

function formatBytes(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(byteUnits.length - 1, Math.floor(Math.log2(bytes) / 10));
  return `${Number((bytes / 1024 ** power).toPrecision(3))} ${byteUnits[power]}`;
}
