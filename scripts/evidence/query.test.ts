import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { startPrometheus } from '../../programs/servers/prometheus.ts';
import type { Server } from '../../programs/servers/server.ts';
import { fillPlaceholders, printQuery } from './query.ts';

const about = { SERVICE: 'desk', ENVIRONMENT: 'staging', CATALOG_FILE: '' };

describe('evidence query', function () {
  // A first start may fetch the program.
  this.timeout(120_000);
  let runDir: string;
  let prometheus: Server;
  before(async () => {
    runDir = mkdtempSync(join(tmpdir(), 'tocsin-query-'));
    const targets = ['127.0.0.1:1', '127.0.0.1:2', '127.0.0.1:3'];
    const labels = { service: 'desk', environment: 'staging' };
    const configText = JSON.stringify({
      global: { scrape_interval: '1s' },
      scrape_configs: [{ job_name: 'services', static_configs: [{ targets, labels }] }],
    });
    prometheus = await startPrometheus({ runDir, configText });
    const { exitCode } = await ask('count(up{service="$service"}) == 3', { mustHold: true, waitSeconds: 60 });
    expect(exitCode).to.equal(0);
  });
  after(async () => {
    await prometheus?.stop();
    rmSync(runDir, { recursive: true, force: true });
  });

  async function ask(
    promql: string,
    { mustHold = false, waitSeconds = 0 } = {},
  ): Promise<{ exitCode: number; lines: string[] }> {
    const lines: string[] = [];
    const stack = { ...about, PROMETHEUS_URL: prometheus.url };
    const exitCode = await printQuery({
      ...{ stack, promql, mustHold, waitSeconds, window: '5m' },
      print: (line) => lines.push(line),
    });
    return { exitCode, lines };
  }

  it('aligns its series, the largest first, and says once what they share', async () => {
    const { exitCode, lines } = await ask(
      'label_replace(up{environment="$environment"} + on (instance) group_left () (up{instance=~".*:2$"} + 10.25), "port", "$1", "instance", ".*:(.*)") or up{instance="127.0.0.1:3"}',
    );
    expect(exitCode).to.equal(0);
    expect(lines).to.deep.equal([
      'all of environment="staging", job="services", service="desk"',
      'value  __name__  instance     port',
      '10.25            127.0.0.1:2  2',
      '0      up        127.0.0.1:3',
    ]);
  });

  it('does not repeat the name of the only metric', async () => {
    expect((await ask('up{instance="127.0.0.1:2"}')).lines).to.deep.equal([
      'value  environment  instance     job       service',
      '0      staging      127.0.0.1:2  services  desk',
    ]);
    expect((await ask('up')).lines[0]).to.equal(
      'all of environment="staging", job="services", service="desk"',
    );
  });

  it('says that there is no series, which is an answer', async () => {
    const { exitCode, lines } = await ask('up{service="$service"} == 1');
    expect({ exitCode, lines }).to.deep.equal({ exitCode: 0, lines: ['no series: up{service="desk"} == 1'] });
  });

  it('that must hold ends with 1 when it gives no series, at once or after its wait', async () => {
    for (const waitSeconds of [0, 1]) {
      const { exitCode, lines } = await ask('min(up) == 1', { mustHold: true, waitSeconds });
      expect({ exitCode, lines }).to.deep.equal({ exitCode: 1, lines: ['does NOT hold: min(up) == 1'] });
    }
  });

  it('shows at most thirty series, and how many more there are', async () => {
    const many = Array.from({ length: 40 }, (_, n) => `label_replace(vector(${n}), "n", "${n}", "", "")`);
    const { lines } = await ask(many.join(' or '));
    expect(lines).to.have.lengthOf(32);
    expect(lines[1]).to.equal('39     39');
    expect(lines.at(-1)).to.equal('... and 10 more');
  });

  it('names the query, and what Prometheus has against it', async () => {
    const refusal = await ask('sum(rate(up))').then(
      () => 'answered',
      (error: Error) => error.message,
    );
    expect(refusal)
      .to.match(/^the query sum\(rate\(up\)\) has no answer: .*answered 400/)
      .and.include('expected type range vector');
  });
});

describe('the placeholders of a query', () => {
  it('are filled in as PromQL strings, and leave other dollars alone', () => {
    const stack = { ...about, SERVICE: 'a"b' };
    const promql = 'rate(x{service="$service", path=~"/a$"}[$window])';
    expect(fillPlaceholders({ promql, stack, window: '2m' })).to.equal(
      'rate(x{service="a\\"b", path=~"/a$"}[2m])',
    );
  });

  it('refuse a window that is no duration', () => {
    expect(() => fillPlaceholders({ promql: 'up', stack: about, window: '5 minutes' })).to.throw('like 5m');
  });
});
