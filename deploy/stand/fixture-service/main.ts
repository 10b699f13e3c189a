/** The smallest service that the deploy engine takes: health, metrics under the desk's names, a clean end. */
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { behaviour } from './behaviour.ts';
import { port, release, variableNames } from './config.ts';

if (behaviour.bootError !== '') throw new Error(behaviour.bootError);

const counts = { good: 0, bad: 0, late: 0 };
const leaked: Buffer[] = [];

function exposition(): string {
  const total = counts.good + counts.bad;
  return [
    '# TYPE http_requests_total counter',
    `http_requests_total{method="GET",route="/",status="200"} ${counts.good}`,
    ...(counts.bad === 0 ? [] : [`http_requests_total{method="GET",route="/",status="500"} ${counts.bad}`]),
    '# TYPE http_request_duration_seconds histogram',
    `http_request_duration_seconds_bucket{method="GET",route="/",status_class="2xx",le="0.5"} ${total - counts.late}`,
    `http_request_duration_seconds_bucket{method="GET",route="/",status_class="2xx",le="+Inf"} ${total}`,
    `http_request_duration_seconds_sum{method="GET",route="/",status_class="2xx"} ${counts.late * (behaviour.delayMs / 1000)}`,
    `http_request_duration_seconds_count{method="GET",route="/",status_class="2xx"} ${total}`,
    '',
  ].join('\n');
}

function hasFault(): boolean {
  return behaviour.faultOnceThere === '' || existsSync(behaviour.faultOnceThere);
}

function isNth(number: number, every: number): boolean {
  return every > 0 && number % every === 0;
}

function leak(): void {
  if (behaviour.leakedKib === 0) return;
  leaked.push(Buffer.alloc(behaviour.leakedKib * 1024, 1));
  const isOver = leaked.length * behaviour.leakedKib > behaviour.memoryLimitMib * 1024;
  if (behaviour.memoryLimitMib > 0 && isOver) process.kill(process.pid, 'SIGKILL');
}

let received = 0;
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
    received += 1;
    const number = received;
    const delayMs = hasFault() && isNth(number, behaviour.slowEvery) ? behaviour.delayMs : 0;
    await request.resume().toArray();
    await pause(delayMs + (path === '/slow' ? 2_000 : 0));
    const isBad = hasFault() && isNth(number, behaviour.failsEvery);
    counts[isBad ? 'bad' : 'good'] += 1;
    if (delayMs > 500) counts.late += 1;
    response.writeHead(isBad ? 500 : 200, { 'x-release': release }).end(release);
    leak();
    if (number === behaviour.diesAfter) process.exit(3);
  }
});
if (behaviour.canListen) server.listen(port, '127.0.0.1');
else setInterval(() => undefined, 60_000);
if (behaviour.diesAfterMs > 0)
  setInterval(() => {
    if (process.uptime() * 1_000 > behaviour.diesAfterMs && hasFault()) process.exit(3);
  }, 50);
process.on('SIGTERM', () => {
  server.close(() => process.exit(0));
  server.closeIdleConnections();
  if (!behaviour.canListen) process.exit(0);
});
