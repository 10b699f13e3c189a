/**
 * Grafana's provisioning files. Addresses, the boards' folder and the scrape interval come from Grafana's own environment,
 * so that one set of files serves a laptop and compose.
 */
import { signals } from '../service/signals.ts';
import { datasources } from './datasources.ts';
import { placeholder } from './placeholder.ts';

/** What Grafana's process must have in its environment for these files; an address may be empty where the server is not there. */
export const grafanaVariables = {
  prometheusUrl: 'PROMETHEUS_URL',
  lokiUrl: 'LOKI_URL',
  jaegerUrl: 'JAEGER_URL',
  boardsDir: 'DASHBOARDS_DIR',
  scrapeInterval: 'SCRAPE_INTERVAL',
} as const;

/** A placeholder that survives the reading of the file: "$$" is a "$" that is no variable of the environment. */
function grafanaLater(name: string): string {
  return `$${placeholder(name)}`;
}

/** By address and not by datasourceUid: Grafana would ask Jaeger in the language of another store and show nothing. */
const traceUrl = `/explore?schemaVersion=1&panes=${JSON.stringify({
  t: {
    datasource: datasources.jaeger.uid,
    queries: [{ refId: 'A', query: grafanaLater('__value.raw') }],
    range: { from: 'now-1h', to: 'now' },
  },
})}`;

export function datasourcesProvisioning(): object {
  return {
    apiVersion: 1,
    datasources: [
      {
        name: 'Prometheus',
        ...datasources.prometheus,
        access: 'proxy',
        url: `$${grafanaVariables.prometheusUrl}`,
        isDefault: true,
        editable: false,
        jsonData: {
          httpMethod: 'POST',
          // $__rate_interval is four times this; unset it would be a minute.
          timeInterval: `$${grafanaVariables.scrapeInterval}`,
          exemplarTraceIdDestinations: [{ name: 'trace_id', urlDisplayLabel: 'Open trace', url: traceUrl }],
        },
      },
      {
        name: 'Loki',
        ...datasources.loki,
        access: 'proxy',
        url: `$${grafanaVariables.lokiUrl}`,
        editable: false,
        jsonData: {
          derivedFields: [
            {
              name: 'trace_id',
              // By label: a pattern over the line finds nothing in lines that came by OTLP.
              matcherType: 'label',
              matcherRegex: 'trace_id',
              url: grafanaLater('__value.raw'),
              datasourceUid: datasources.jaeger.uid,
              urlDisplayLabel: 'Open trace',
            },
          ],
        },
      },
      {
        name: 'Jaeger',
        ...datasources.jaeger,
        access: 'proxy',
        url: `$${grafanaVariables.jaegerUrl}`,
        editable: false,
        jsonData: {
          nodeGraph: { enabled: true },
          tracesToLogsV2: {
            datasourceUid: datasources.loki.uid,
            // Without shifts the range is the span's own duration, which holds no line.
            spanStartTimeShift: '-5m',
            spanEndTimeShift: '5m',
            customQuery: true,
            // Not by service.name: Jaeger drops it from a span's tags.
            query: `{service_name=~".+"} | trace_id = "${grafanaLater('__trace.traceId')}"`,
          },
          tracesToMetrics: {
            datasourceUid: datasources.prometheus.uid,
            spanStartTimeShift: '-10m',
            spanEndTimeShift: '10m',
            tags: [{ key: 'http.route', value: 'route' }],
            queries: [
              {
                name: 'Rate of this route by status',
                query: `sum by (status) (rate(${signals.httpRequests.metric}{${grafanaLater('__tags')}}[1m]))`,
              },
            ],
          },
        },
      },
    ],
  };
}

export function boardsProvisioning(): object {
  return {
    apiVersion: 1,
    providers: [
      {
        name: 'tocsin',
        type: 'file',
        folder: 'Tocsin',
        allowUiUpdates: false,
        disableDeletion: false,
        updateIntervalSeconds: 10,
        options: { path: `$${grafanaVariables.boardsDir}` },
      },
    ],
  };
}
