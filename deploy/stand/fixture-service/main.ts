/** The smallest service that the deploy engine takes: health, metrics under the desk's names, a clean end. */
import { createServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { behaviour } from './behaviour.ts';
import { port, release, variableNames } from './config.ts';

const counts = { good: 0, bad: 0 };

function exposition(): string {
  const total = counts.good + counts.bad;
  const quick = behaviour.delayMs > 500 ? 0 : total;
  return [
    '# TYPE http_requests_total counter',
    `http_requests_total{method="GET",route="/",status="200"} ${counts.good}`,
    ...(counts.bad === 0 ? [] : [`http_requests_total{method="GET",route="/",status="500"} ${counts.bad}`]),
    '# TYPE http_request_duration_seconds histogram',
    `http_request_duration_seconds_bucket{method="GET",route="/",status_class="2xx",le="0.5"} ${quick}`,
    `http_request_duration_seconds_bucket{method="GET",route="/",status_class="2xx",le="+Inf"} ${total}`,
    `http_request_duration_seconds_sum{method="GET",route="/",status_class="2xx"} ${total * (behaviour.delayMs / 1000)}`,
    `http_request_duration_seconds_count{method="GET",route="/",status_class="2xx"} ${total}`,
    '',
  ].join('\n');
}

const server = createServer(async (request, response) => {
  const path = request.url ?? '/';
  if (path === '/metrics') {
    response.setHeader('content-type', 'text/plain; version=0.0.4').end(exposition());
  } else if (path === '/variables') {
    response.end(variableNames.join(' '));
  } else if (path.startsWith('/health')) {
    response
      .writeHead(path === '/health/ready' ? behaviour.readyStatus : behaviour.healthStatus)
      .end(release);
  } else {
    await request.resume().toArray();
    await pause(behaviour.delayMs + (path === '/slow' ? 1_500 : 0));
    const number = counts.good + counts.bad + 1;
    const isBad = behaviour.failsEvery > 0 && number % behaviour.failsEvery === 0;
    counts[isBad ? 'bad' : 'good'] += 1;
    response.writeHead(isBad ? 500 : 200, { 'x-release': release }).end(release);
    if (number === behaviour.diesAfter) process.exit(3);
  }
});
server.listen(port, '127.0.0.1');
process.on('SIGTERM', () => {
  server.close(() => process.exit(0));
  server.closeIdleConnections();
});
