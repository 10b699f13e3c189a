/** For tests: a board with every part that a sealed board may have, also those that no board of the catalog has yet. */
import { GraphThresholdsStyleMode } from '@grafana/grafana-foundation-sdk/common';
import {
  AnnotationQueryBuilder,
  ConstantVariableBuilder,
  CustomVariableBuilder,
  type Dashboard,
  DashboardBuilder,
  DashboardLinkType,
  DatasourceVariableBuilder,
  FieldColorModeId,
  IntervalVariableBuilder,
  MappingType,
  type Panel,
  QueryVariableBuilder,
  type RowPanel,
  TextBoxVariableBuilder,
  ThresholdsMode,
  VariableHide,
  type VariableModel,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';

/** Chosen on the board. */
const chosen = { type: 'prometheus', uid: '$store' };

export function exampleBoard(): Dashboard {
  const board = new DashboardBuilder('Every part')
    .uid('every-part')
    .time({ from: 'now-1h', to: 'now' })
    .build();
  const deployments = new AnnotationQueryBuilder()
    .name('Deployments')
    .datasource({ type: 'datasource', uid: '-- Grafana --' })
    .enable(true)
    .iconColor('blue')
    .build();
  delete deployments.placement;
  return {
    ...board,
    weekStart: 'monday',
    timepicker: { hidden: true, refresh_intervals: ['30s'] },
    templating: { list: variables() },
    annotations: {
      list: [
        {
          ...deployments,
          filter: { exclude: true, ids: [2] },
          target: deployMarks,
        },
      ],
    },
    panels: [note, perInstanceRow, perInstance, detailsRow],
  };
}

/** Of Grafana's own store, for which the SDK has no query. */
const deployMarks = {
  type: 'tags',
  tags: ['deploy'],
  limit: 100,
  matchAny: false,
  _implementsDataqueryVariant() {},
};

function variables(): VariableModel[] {
  return [
    new DatasourceVariableBuilder('store').type('prometheus').regex('/prod/').build(),
    new QueryVariableBuilder('instance')
      .datasource(chosen)
      .query('label_values(up, instance)')
      .sort(VariableSort.NaturalDesc)
      .hide(VariableHide.HideLabel)
      .multi(true)
      .build(),
    new CustomVariableBuilder('percentile').values('50,95').allowCustomValue(false).build(),
    new IntervalVariableBuilder('step').values('1m,5m').auto(true).minInterval('30s').stepCount(20).build(),
    new TextBoxVariableBuilder('words').defaultValue('boom').description('In the line').build(),
    new ConstantVariableBuilder('team').value('shop').build(),
  ];
}

function query(): DataqueryBuilder {
  return new DataqueryBuilder().refId('A').datasource(chosen);
}

const link = {
  type: DashboardLinkType.Link,
  icon: '',
  tooltip: '',
  tags: [],
  asDropdown: false,
  targetBlank: false,
  includeVars: false,
  keepTime: false,
};

/** Above the first row, and asks nothing. */
const note: Panel = {
  type: 'text',
  id: 1,
  title: 'Read me',
  transparent: true,
  gridPos: { x: 0, y: 0, w: 24, h: 2 },
  options: { mode: 'markdown', content: 'Hello' },
};

const perInstanceRow: RowPanel = {
  type: 'row',
  id: 100,
  title: 'Each instance',
  collapsed: false,
  gridPos: { x: 0, y: 2, w: 24, h: 1 },
  panels: [],
};

const perInstance: Panel = {
  type: 'timeseries',
  id: 2,
  title: 'CPU of $instance',
  gridPos: { x: 0, y: 3, w: 12, h: 8 },
  repeat: 'instance',
  repeatDirection: 'h',
  maxPerRow: 3,
  maxDataPoints: 200,
  interval: '30s',
  timeFrom: '1h',
  timeShift: '1d',
  hideTimeOverride: true,
  targets: [query().expr('up{instance=~"$instance"}').hide(true).build()],
  links: [{ ...link, title: 'Host', url: '/d/host', targetBlank: true }],
  transformations: [
    { id: 'reduce', disabled: true, filter: { id: 'byRefId', options: 'A' }, options: { reducers: ['max'] } },
  ],
  fieldConfig: {
    defaults: {
      unit: 'percentunit',
      decimals: 1,
      mappings: [
        { type: MappingType.RangeToText, options: { from: null, to: 0, result: { text: 'idle', index: 0 } } },
      ],
      thresholds: {
        mode: ThresholdsMode.Percentage,
        steps: [
          { value: null, color: 'green' },
          { value: 90, color: 'red' },
        ],
      },
      color: { mode: FieldColorModeId.Fixed, fixedColor: 'blue' },
      links: [{ ...link, title: 'Logs', url: '/explore?x' }],
      custom: { thresholdsStyle: { mode: GraphThresholdsStyleMode.Dashed } },
    },
    overrides: [
      {
        matcher: { id: 'byName', options: 'limit' },
        properties: [{ id: 'custom.lineWidth', value: 3 }],
      },
    ],
  },
};

const detailsRow: RowPanel = {
  type: 'row',
  id: 101,
  title: 'Details of $percentile',
  collapsed: true,
  repeat: 'percentile',
  gridPos: { x: 0, y: 11, w: 24, h: 1 },
  panels: [
    {
      type: 'stat',
      id: 3,
      title: 'Inside',
      gridPos: { x: 6, y: 12, w: 6, h: 4 },
      targets: [query().expr('up').instant().build()],
    },
  ],
};
