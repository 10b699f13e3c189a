/** What logs and traces are asked about a service in trouble, by the desk's evidence and by the boards. */

/** LogQL: error lines of a service; `environment` and `routes` are placeholders that the reader fills in. */
export function errorLinesQuery(service: string, scope: { environment: string; routes: string }): string {
  return `{service_name=${JSON.stringify(service)}, deployment_environment_name="${scope.environment}"} | severity_text=~"(?i)error" | http_route=~"${scope.routes}"`;
}

/** Span attributes of a failed request; Jaeger looks for equal values only. */
export const failingTraceTags = { 'http.response.status_code': '500' } as const;
