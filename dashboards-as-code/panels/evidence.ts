/** What single failed requests say: their log lines and their traces. */
import { errorLinesQuery, failingTraceTags } from '../../alerts/evidence-queries.ts';
import type { ServiceDefinition } from '../../alerts/service-definition.ts';
import type { PanelModel } from '../board.ts';
import { trafficOf } from '../objectives-of.ts';
import { inEnvironmentOf, tellsRoutes } from '../scope.ts';
import { logLines, tracesTable } from '../visuals.ts';

/** The message of every failed request is the same; what differs is in the fields. Lines of other kinds stay as they are. */
const lineShown =
  '| line_format "{{if .exception_type}}{{.http_route}} {{.exception_type}}: {{.exception_message}}{{else}}{{__line__}}{{end}}"';

export function errorLogsPanel(service: ServiceDefinition): PanelModel {
  return {
    slug: 'error-logs',
    title: 'What do the error logs say?',
    description:
      'Error lines of the selected routes, the newest first. Click a line for its fields; trace_id opens the trace. The same message many times is the lead; the first of them has the cause.',
    unit: 'none',
    noValue: 'no error line in this time range, or no Loki here',
    visual: logLines(),
    queries: [
      {
        backend: 'loki',
        expr: `${errorLinesQuery(service.name, chosenIn(service))} ${lineShown}`,
        maxLines: 200,
      },
    ],
  };
}

export function failingTracesPanel(service: ServiceDefinition): PanelModel {
  const { environment } = chosenIn(service);
  return {
    slug: 'failing-traces',
    title: 'Where in the request does it fail?',
    description:
      'Traces whose request was answered with a 5xx, of all routes and releases. Click a trace id: the deepest span in red is where to look, and its logs are one click further.',
    unit: 'none',
    noValue: 'no failing trace in this time range, or no Jaeger here',
    visual: tracesTable(),
    queries: [
      {
        backend: 'jaeger',
        service: service.name,
        tags: {
          ...failingTraceTags,
          ...(environment === undefined ? {} : { 'deployment.environment.name': environment }),
        },
        limit: 20,
      },
    ],
  };
}

/** What can be chosen on the service's boards. */
function chosenIn(service: ServiceDefinition): { readonly environment?: string; readonly routes?: string } {
  const traffic = trafficOf(service);
  return {
    ...(inEnvironmentOf(service).environment === undefined ? {} : { environment: '$environment' }),
    ...(traffic !== undefined && tellsRoutes(traffic) ? { routes: '$route' } : {}),
  };
}
