/** A panel of a board as what a `PanelModel` of it says; what the model has no place for becomes a note. */
import { z } from 'zod';
import type { PanelLink, PanelUnit } from '../board.ts';
import type { BoardPanel } from '../diff/classic-board.ts';
import { at, type JsonObject, objectsIn } from '../diff/json.ts';
import { spoken } from '../diff/wording.ts';
import type { ThresholdStep } from '../thresholds.ts';
import { leftOverNotes } from './left-over.ts';
import { type PulledQuery, pullQueries } from './pulled-query.ts';

/** The looks of visuals.ts, by name. */
export type Look =
  | 'lines'
  | 'linesWithThresholds'
  | 'stackedAreas'
  | 'bigNumber'
  | 'table'
  | 'logLines'
  | 'heatmap';

export interface PulledPanel {
  readonly title: string;
  readonly description: string;
  readonly unit: PanelUnit;
  readonly noValue: string;
  readonly thresholds: readonly ThresholdStep[] | undefined;
  readonly points: number | undefined;
  readonly links: readonly PanelLink[];
  readonly look: Look;
  readonly queries: readonly PulledQuery[];
  readonly notes: readonly string[];
}

/** A record, so that a unit that the boards learn is learnt here too. */
const units: Readonly<Record<PanelUnit, true>> = {
  none: true,
  short: true,
  locale: true,
  percentunit: true,
  reqps: true,
  ops: true,
  s: true,
  ms: true,
  bytes: true,
};

const steps = z.array(z.object({ color: z.string(), value: z.number().nullish() })).min(1);
const links = z.array(z.looseObject({ title: z.string(), url: z.string() }));

/** Gives the reason where a panel cannot be carried at all. */
export function pullPanel({ title, json, type }: BoardPanel): PulledPanel | { readonly reason: string } {
  const look = lookOf(type, json);
  if (look === undefined) return { reason: `there is no look for ${type} in visuals.ts` };
  const { queries, notes } = pullQueries(objectsIn(json.targets), json.datasource);
  if (queries.length === 0)
    return { reason: `none of its queries can be carried (${notes.join('; ') || 'it has none'})` };
  const defaults = (key: string): unknown => at(json, 'fieldConfig', 'defaults', key);
  const unit = defaults('unit') ?? 'none';
  const thresholds = steps.safeParse(at(defaults('thresholds'), 'steps')).data;
  const clicks = links.safeParse(defaults('links')).data ?? [];
  return {
    title: title || 'Untitled',
    description: typeof json.description === 'string' ? json.description : '',
    unit: isUnit(unit) ? unit : 'none',
    noValue: String(defaults('noValue') ?? ''),
    thresholds: thresholds?.map(({ color, value }) => ({ color, value: value ?? null })),
    points: typeof json.maxDataPoints === 'number' ? json.maxDataPoints : undefined,
    links: clicks.map((link) => ({ title: link.title, url: link.url })),
    look:
      look === 'lines' && drawsThresholds(json) && thresholds !== undefined ? 'linesWithThresholds' : look,
    queries,
    notes: [
      ...(isUnit(unit) ? [] : [`unit ${spoken(unit)}: none of board.ts's PanelUnit, here "none"`]),
      ...notes,
      ...leftOverNotes(json),
    ],
  };
}

function isUnit(unit: unknown): unit is PanelUnit {
  return typeof unit === 'string' && Object.hasOwn(units, unit);
}

function lookOf(type: string, json: JsonObject): Look | undefined {
  if (type === 'timeseries')
    return at(json, 'fieldConfig', 'defaults', 'custom', 'stacking', 'mode') === 'normal'
      ? 'stackedAreas'
      : 'lines';
  return otherLooks.get(type);
}

const otherLooks: ReadonlyMap<string, Look> = new Map([
  ['stat', 'bigNumber'],
  ['table', 'table'],
  ['logs', 'logLines'],
  ['heatmap', 'heatmap'],
]);

function drawsThresholds(json: JsonObject): boolean {
  const mode = at(json, 'fieldConfig', 'defaults', 'custom', 'thresholdsStyle', 'mode');
  return mode !== undefined && mode !== 'off';
}
