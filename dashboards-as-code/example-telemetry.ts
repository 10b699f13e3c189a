/** One error line and one failed trace, sent as a service of the catalog sends them (OTLP over HTTP), for tests. */
import { randomBytes } from 'node:crypto';
import { exampleTraceId } from './example-exporter.ts';

export interface FailedRequest {
  readonly service: string;
  readonly environment: string;
  readonly route: string;
}

export async function sendErrorLine(lokiUrl: string, request: FailedRequest): Promise<void> {
  const record = {
    timeUnixNano: `${Date.now()}000000`,
    severityText: 'ERROR',
    body: { stringValue: 'request failed' },
    attributes: attributes({ 'http.route': request.route }),
    traceId: exampleTraceId,
    spanId: '00f067aa0ba902b7',
  };
  await post(`${lokiUrl}/otlp/v1/logs`, {
    resourceLogs: [{ resource: resource(request), scopeLogs: [{ logRecords: [record] }] }],
  });
}

export async function sendFailedTrace(otlpUrl: string, request: FailedRequest): Promise<void> {
  const now = Date.now();
  const span = {
    traceId: exampleTraceId,
    spanId: randomBytes(8).toString('hex'),
    name: `POST ${request.route}`,
    kind: 2,
    startTimeUnixNano: `${now - 700}000000`,
    endTimeUnixNano: `${now}000000`,
    attributes: [
      ...attributes({ 'http.route': request.route }),
      { key: 'http.response.status_code', value: { intValue: 500 } },
    ],
    status: { code: 2 },
  };
  await post(`${otlpUrl}/v1/traces`, {
    resourceSpans: [{ resource: resource(request), scopeSpans: [{ spans: [span] }] }],
  });
}

function resource({ service, environment }: FailedRequest): object {
  return {
    attributes: attributes({ 'service.name': service, 'deployment.environment.name': environment }),
  };
}

function attributes(values: Readonly<Record<string, string>>): object[] {
  return Object.entries(values).map(([key, stringValue]) => ({ key, value: { stringValue } }));
}

async function post(url: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
}
