/** What a panel's JSON says beyond what the model carries: a line each for what changes its meaning, one for its looks. */
import { at, isObject, type JsonObject, objectsIn, without } from '../diff/json.ts';
import { spoken } from '../diff/wording.ts';

const carried = [
  'id',
  'type',
  'title',
  'description',
  'gridPos',
  'datasource',
  'targets',
  'pluginVersion',
  'maxDataPoints',
  'fieldConfig.defaults.unit',
  'fieldConfig.defaults.noValue',
  'fieldConfig.defaults.links',
  'fieldConfig.defaults.thresholds.steps',
  'fieldConfig.defaults.custom.stacking.mode',
  'fieldConfig.defaults.custom.thresholdsStyle.mode',
];
/** Told with a line of their own shape. */
const told = ['transformations', 'fieldConfig.overrides'];
const looks = /^(options|fieldConfig\.defaults\.(custom|color))\b/;

/** What Grafana's editor saves of a panel that nobody touched, and what sealing sets on every panel alike. */
const untouched: Readonly<Record<string, readonly unknown[]>> = {
  'fieldConfig.defaults.thresholds.mode': ['absolute'],
  'fieldConfig.defaults.color.mode': ['palette-classic', 'thresholds'],
  'fieldConfig.defaults.custom.axisColorMode': ['text'],
  'fieldConfig.defaults.custom.axisPlacement': ['auto'],
  'fieldConfig.defaults.custom.barWidthFactor': [0.6],
  'fieldConfig.defaults.custom.barAlignment': [0],
  'fieldConfig.defaults.custom.drawStyle': ['line'],
  'fieldConfig.defaults.custom.fillOpacity': [0],
  'fieldConfig.defaults.custom.gradientMode': ['none'],
  'fieldConfig.defaults.custom.lineInterpolation': ['linear'],
  'fieldConfig.defaults.custom.lineWidth': [1],
  'fieldConfig.defaults.custom.pointSize': [5],
  'fieldConfig.defaults.custom.scaleDistribution.type': ['linear'],
  'fieldConfig.defaults.custom.showPoints': ['auto'],
  'fieldConfig.defaults.custom.stacking.group': ['A'],
  'options.legend.displayMode': ['list'],
  'options.legend.placement': ['bottom'],
  'options.legend.showLegend': [true],
  'options.tooltip.mode': ['single'],
  'options.tooltip.sort': ['none'],
  repeatDirection: ['h'],
};

export function leftOverNotes(panel: JsonObject): string[] {
  const leaves = leavesOf(without(panel, [...carried, ...told])).filter(
    ({ path, value }) => !untouched[path]?.includes(value),
  );
  const look = leaves.filter(({ path }) => looks.test(path));
  return [
    ...objectsIn(panel.transformations).map(
      ({ id, options }) => `transformation ${String(id)} ${spoken(options)}`,
    ),
    ...objectsIn(at(panel, 'fieldConfig', 'overrides')).map(
      ({ matcher, properties }) =>
        `override of ${spoken(at(matcher, 'options') ?? at(matcher, 'id'))}: ${objectsIn(properties)
          .map(({ id, value }) => `${String(id)} ${spoken(value)}`)
          .join(', ')}`,
    ),
    ...leaves.filter(({ path }) => !looks.test(path)).map(({ path, value }) => `${path} ${spoken(value)}`),
    ...(look.length === 0
      ? []
      : [`its own looks: ${look.map(({ path, value }) => `${path} ${spoken(value)}`).join(', ')}`]),
  ];
}

export interface Leaf {
  readonly path: string;
  readonly value: unknown;
}

/** Values that say something, each at its path; lists are one value. */
export function leavesOf(value: unknown, path = ''): Leaf[] {
  if (isObject(value))
    return Object.entries(value).flatMap(([key, inner]) =>
      leavesOf(inner, path === '' ? key : `${path}.${key}`),
    );
  const saysNothing =
    value === null || value === '' || value === false || (Array.isArray(value) && value.length === 0);
  return saysNothing ? [] : [{ path, value }];
}
