/** No tests of its own: evidence with everything found, for pages and reviews. */
import type { Evidence } from '../evidence/evidence.ts';

export const exampleEvidence: Evidence = {
  gatheredAt: '2026-03-01T03:13:20.000Z',
  window: '5m',
  routes: {
    status: 'found',
    query:
      'sum by (method, route) (increase(http_requests_total{service="desk",status=~"5..",environment="staging"}[5m])) > 0',
    rows: [
      { method: 'GET', route: '/api/incidents/:id', badRatio: 0.482, badCount: 211.4, totalCount: 438.6 },
      {
        method: 'POST',
        route: '/api/incidents/:id/acknowledge',
        badRatio: 0.0031,
        badCount: 1.2,
        totalCount: 387,
      },
    ],
  },
  logs: {
    status: 'found',
    query:
      '{service_name="desk", deployment_environment_name="staging"} | severity_text="ERROR" | http_route=~"/api/incidents/:id"',
    lines: Array.from({ length: 3 }, (_, index) => ({
      at: `2026-03-01T03:13:1${index}.220Z`,
      message: 'request failed',
      route: '/api/incidents/:id',
      exceptionType: 'TypeError',
      exceptionMessage: "Cannot read properties of undefined (reading 'toISOString')",
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
    })),
  },
  trace: {
    status: 'found',
    query: 'service=desk tags={"http.response.status_code":"500"}',
    trace: {
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
      route: '/api/incidents/:id',
      statusCode: '500',
      startedAt: '2026-03-01T03:13:12.220Z',
      durationMs: 12.62,
      spans: [
        { name: 'GET /api/incidents/:id', depth: 0, durationMs: 12.62, isError: true, exception: '' },
        {
          name: 'router - /api/incidents/:id',
          depth: 1,
          durationMs: 11.9,
          isError: false,
          exception: "TypeError: Cannot read properties of undefined (reading 'toISOString')",
        },
        { name: 'pg.query:SELECT desk', depth: 2, durationMs: 3.14, isError: false, exception: '' },
      ],
      url: 'http://127.0.0.1:16686/trace/4bf92f3577b34da6a3ce929d0e0e4736',
    },
  },
  change: {
    status: 'found',
    query: 'changes of the same service and environment, 24 h before the incident',
    change: {
      id: 'd-1',
      kind: 'deploy',
      release: '20260301-031015-b7e2c1',
      previousRelease: '20260228-160210-a91f00',
      status: 'succeeded',
      startedAt: '2026-03-01T03:10:15.000Z',
      by: 'ada',
      summary: 'Show who acknowledged',
      secondsBefore: 165,
    },
  },
  links: {
    runbook: 'https://git.example.com/team/tocsin/runbooks/DeskAvailabilityBurn.md',
    dashboard: 'http://127.0.0.1:3000/d/desk-5xx?viewPanel=3',
  },
};
