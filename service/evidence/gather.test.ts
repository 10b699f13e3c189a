import { createServer } from 'node:http';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { listen, stopServer } from '../http/server.ts';
import type { Catalog } from './catalog.ts';
import { type EvidenceSources, gatherEvidence } from './gather.ts';

const query = 'x{environment="$environment"}';
const catalog: Catalog = {
  services: [
    {
      name: 'desk',
      owner: 'platform',
      tier: 1,
      objectives: [
        {
          name: 'availability',
          kind: 'availability',
          target: 0.999,
          windowDays: 30,
          queries: {
            ratio: query,
            badByRoute: query,
            ratioByRoute: query,
            totalByRoute: query,
            ratioByRelease: query,
          },
        },
      ],
      logs: { errorLines: '{a="$environment"} | http_route=~"$routes"' },
      traces: { service: 'desk', failingTags: {} },
    },
  ],
};

function gather(sources: Partial<EvidenceSources>) {
  const none = { prometheusUrl: undefined, lokiUrl: undefined, jaegerUrl: undefined };
  return gatherEvidence({ ...none, ...sources }, catalog, {
    service: 'desk',
    environment: 'staging',
    slo: 'availability',
    since: new Date(),
    now: new Date(),
    links: { runbook: '', dashboard: '' },
    change: { status: 'none', query: '', reason: '' },
  });
}

describe('gathering evidence', () => {
  it('says what is not available here', async () => {
    const { routes, logs, trace } = await gather({});
    expect([routes, logs, trace].map((part) => 'reason' in part && part.reason)).to.deep.equal([
      'metrics: not available here',
      'logs: not available here',
      'traces: not available here',
    ]);
  });

  it('keeps a part that works when others fail, and says how they failed', async () => {
    const server = createServer((_, response) => response.writeHead(500).end('out of memory'));
    const port = await listen(server, { host: '127.0.0.1', port: 0 });
    try {
      const { routes, trace } = await gather({
        prometheusUrl: `http://127.0.0.1:${port}`,
        jaegerUrl: 'http://127.0.0.1:1',
      });
      expect(routes).to.have.property('status', 'failed');
      expect(routes).to.have.property('reason').that.contains('answered 500: out of memory');
      expect(trace).to.have.property('reason').that.contains('does not answer');
    } finally {
      await stopServer(server, 100);
    }
  });
});
