/** What logs and traces are asked about a service in trouble, by the desk's evidence and by the boards. */

/** LogQL: error lines of a service; `environment` and `routes`, where it has any, are placeholders that the reader fills in. */
export function errorLinesQuery(
  service: string,
  { environment, routes }: { readonly environment?: string; readonly routes?: string },
): string {
  const place = environment === undefined ? '' : `, deployment_environment_name="${environment}"`;
  const ofRoutes = routes === undefined ? '' : ` | http_route=~"${routes}"`;
  return `{service_name=${JSON.stringify(service)}${place}} | severity_text=~"(?i)error"${ofRoutes}`;
}

/**
 * Span attributes by which Jaeger finds requests that failed with any 5xx: instrumentation marks a server's span as an
 * error from 500 on, and not for what a caller did wrong. By status code it would take one search a code, and a store
 * that is down answers 503. Needs a store that matches these (badger does, Jaeger's memory store does not).
 */
export const failingTraceTags = { 'span.kind': 'server', error: 'true' } as const;
