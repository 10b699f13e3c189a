/** Colours that mean something: green, orange and red are a judgement, so a line that is none gets blue or purple. */
import {
  type DynamicConfigValue,
  FieldColorBuilder,
  FieldColorModeId,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';

const statusClasses = [
  { pattern: '/^2/', color: 'green' },
  { pattern: '/^3/', color: 'blue' },
  { pattern: '/^4/', color: 'orange' },
  { pattern: '/^5/', color: 'red' },
] as const;

const neutrals = [
  'blue',
  'purple',
  'super-light-blue',
  'super-light-purple',
  'dark-blue',
  'dark-purple',
] as const;

/** For series named after an HTTP status: statuses of one class are shades of one colour. */
export function colorByStatusClass(visual: PanelBuilder): PanelBuilder {
  for (const { pattern, color } of statusClasses)
    visual.overrideByRegexp(pattern, [colorOf('shades', color)]);
  return visual;
}

/** For series known by name: Grafana's palette would paint the first green and the fifth red, whatever they show. */
export function colorNeutrally(visual: PanelBuilder, names: readonly string[]): PanelBuilder {
  for (const [index, name] of names.entries())
    visual.overrideByName(name, [colorOf('fixed', neutrals[index % neutrals.length] ?? neutrals[0])]);
  return visual;
}

/** For series whose names only the answer tells. */
export function colorInBlues(visual: PanelBuilder): PanelBuilder {
  return visual.colorScheme(new FieldColorBuilder().mode(FieldColorModeId.Shades).fixedColor('blue'));
}

function colorOf(mode: 'fixed' | 'shades', fixedColor: string): DynamicConfigValue {
  return { id: 'color', value: { mode, fixedColor } };
}
