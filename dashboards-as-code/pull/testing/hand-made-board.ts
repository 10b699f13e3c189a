/** For tests: a board as somebody with a browser makes one, with what the boards here have and with what they have not. */
import type { JsonObject } from '../../diff/json.ts';

const prometheus = { type: 'prometheus', uid: 'prometheus' };

export const handMadeBoard: JsonObject = {
  uid: 'checkout-by-hand',
  title: "Checkout: is it */ our's?",
  schemaVersion: 42,
  editable: true,
  graphTooltip: 0,
  tags: ['shop'],
  time: { from: 'now-6h', to: 'now' },
  timepicker: {},
  annotations: {
    list: [
      { builtIn: 1, name: 'Annotations & Alerts', datasource: { type: 'grafana', uid: '-- Grafana --' } },
      { name: 'Deploys', datasource: prometheus, expr: 'changes(build_info[5m]) > 0' },
    ],
  },
  links: [{ title: 'Wiki', type: 'link', url: 'https://wiki.example.org' }],
  templating: {
    list: [{ name: 'job', type: 'query', query: { query: 'label_values(up, job)', refId: 'x' } }],
  },
  panels: [
    {
      id: 1,
      type: 'timeseries',
      title: 'Request rate',
      gridPos: { x: 0, y: 0, w: 12, h: 8 },
      datasource: prometheus,
      fieldConfig: {
        defaults: {
          unit: 'reqps',
          min: -5,
          custom: { drawStyle: 'bars', lineWidth: 1, thresholdsStyle: { mode: 'dashed' } },
          thresholds: {
            mode: 'absolute',
            steps: [
              { color: 'green', value: null },
              { color: 'red', value: 80 },
            ],
          },
          links: [{ title: 'Logs', url: `/explore?x=$${'{__from}'}` }],
        },
        overrides: [
          { matcher: { id: 'byName', options: 'total' }, properties: [{ id: 'unit', value: 'short' }] },
        ],
      },
      options: { legend: { calcs: [], displayMode: 'list', placement: 'bottom', showLegend: true } },
      targets: [
        {
          refId: 'A',
          expr: 'sum by (route) (rate(http_requests_total{job="$job"}[5m]))',
          legendFormat: "{{route}}'s",
          range: true,
          editorMode: 'code',
        },
        {
          refId: 'total',
          expr: 'sum(rate(http_requests_total[5m]))',
          instant: true,
          range: false,
          format: 'table',
          exemplar: true,
          interval: '1m',
        },
        { refId: 'C', expr: 'up', hide: true },
      ],
    },
    {
      id: 2,
      type: 'gauge',
      title: 'Disk',
      gridPos: { x: 12, y: 0, w: 6, h: 8 },
      targets: [{ refId: 'A', datasource: prometheus, expr: 'disk_free_bytes' }],
    },
    {
      id: 3,
      type: 'row',
      title: 'Évidence',
      collapsed: true,
      gridPos: { x: 0, y: 8, w: 24, h: 1 },
      panels: [
        {
          id: 4,
          type: 'logs',
          title: '',
          description: 'Newest first.\nClick a line.',
          gridPos: { x: 0, y: 9, w: 7, h: 10 },
          datasource: { type: 'loki', uid: 'loki-of-staging' },
          targets: [
            {
              refId: 'A',
              expr: '{service_name="checkout"} |= `error` | line_format "$' + '{__line__}"',
              maxLines: 50,
            },
          ],
        },
        {
          id: 5,
          type: 'table',
          title: 'Traces',
          gridPos: { x: 7, y: 9, w: 10, h: 10 },
          datasource: { type: 'jaeger', uid: 'jaeger' },
          targets: [
            {
              refId: 'A',
              queryType: 'search',
              service: 'checkout',
              tags: 'error=true http.route=/pay',
              limit: 5,
              minDuration: '1s',
            },
          ],
          transformations: [{ id: 'organize', options: { excludeByName: { Time: true } } }],
        },
        {
          id: 6,
          type: 'stat',
          title: 'Request rate',
          gridPos: { x: 0, y: 19, w: 10, h: 4 },
          datasource: prometheus,
          fieldConfig: { defaults: { unit: 'gflops', noValue: '`none`; $' + '{x}' }, overrides: [] },
          targets: [{ refId: 'A', expr: 'rate(x[5m])' }],
        },
        {
          id: 7,
          type: 'timeseries',
          title: 'From elsewhere',
          gridPos: { x: 10, y: 19, w: 14, h: 4 },
          datasource: { type: 'mysql', uid: 'db' },
          targets: [{ refId: 'A', rawSql: 'select 1' }],
        },
        {
          id: 8,
          title: 'Shared',
          gridPos: { x: 0, y: 23, w: 24, h: 4 },
          libraryPanel: { uid: 'l', name: 'Shared' },
        },
      ],
    },
  ],
};
