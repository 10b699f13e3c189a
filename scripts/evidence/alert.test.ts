import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { startPrometheus } from '../../programs/servers/prometheus.ts';
import type { Server } from '../../programs/servers/server.ts';
import { printAlert } from './alert.ts';
import { printQuery } from './query.ts';

/** Two series from the first evaluation on, before anything is scraped. */
const twice = ['1', '2'].map((value) => `label_replace(vector(1), "a", "${value}", "", "")`).join(' or ');

const rules = {
  groups: [
    {
      name: 'desk',
      interval: '1s',
      rules: [
        {
          alert: 'TargetDown',
          expr: 'min by (service, environment) (up) < 1',
          labels: { owner: 'platform' },
          annotations: { summary: 'a target of {{ $labels.service }} is down' },
        },
        { alert: 'Quiet', expr: 'up > 1' },
        { alert: 'Broken', expr: `vector(1) * on () group_left () (${twice})` },
      ],
    },
  ],
};

describe('evidence alert', function () {
  this.timeout(120_000);
  let runDir: string;
  let prometheus: Server;
  before(async () => {
    runDir = mkdtempSync(join(tmpdir(), 'tocsin-alert-'));
    writeFileSync(join(runDir, 'rules.yml'), JSON.stringify(rules));
    const of = (service: string, ports: number[]): object => ({
      targets: ports.map((port) => `127.0.0.1:${port}`),
      labels: { service, environment: 'staging' },
    });
    const configText = JSON.stringify({
      global: { scrape_interval: '1s', evaluation_interval: '1s' },
      rule_files: [join(runDir, 'rules.yml')],
      scrape_configs: [{ job_name: 'services', static_configs: [of('desk', [1, 2]), of('shop', [3])] }],
    });
    prometheus = await startPrometheus({ runDir, configText });
    const firing = 'count(ALERTS{alertname="TargetDown",alertstate="firing"}) == 2';
    const stack = { ...aboutDesk, PROMETHEUS_URL: prometheus.url };
    const waiting = { stack, window: '5m', waitSeconds: 60, mustHold: true, print: () => {} };
    expect(await printQuery({ ...waiting, promql: firing })).to.equal(0);
  });
  after(async () => {
    await prometheus?.stop();
    rmSync(runDir, { recursive: true, force: true });
  });

  const aboutDesk = { SERVICE: 'desk', ENVIRONMENT: 'staging', CATALOG_FILE: '' };
  async function ask(
    alert: string,
    { mustBeGone = false, about = {} } = {},
  ): Promise<{ exitCode: number; lines: string[] }> {
    const lines: string[] = [];
    const stack = { ...aboutDesk, ...about, PROMETHEUS_URL: prometheus.url };
    const exitCode = await printAlert({
      ...{ alert, stack, mustBeGone, waitSeconds: 0, window: '5m' },
      print: (line) => lines.push(line),
    });
    return { exitCode, lines };
  }

  it('says since when it fires, by which value and rule, and for whom else', async () => {
    const { exitCode, lines } = await ask('TargetDown');
    expect(exitCode).to.equal(0);
    expect(lines[0]).to.match(
      /^firing since \d{4}-\d\d-\d\dT[\d:]{8}Z, value 0: environment=staging owner=platform service=desk$/,
    );
    expect(lines.slice(1)).to.deep.equal([
      '  a target of desk is down',
      '  rule: min by (service, environment) (up) < 1',
      'TargetDown fires for desk in staging',
      'it fires for shop in staging',
    ]);
  });

  it('that must be gone ends with 1 while it fires, and with 0 for whom it does not', async () => {
    expect((await ask('TargetDown', { mustBeGone: true })).exitCode).to.equal(1);
    expect((await ask('Quiet', { mustBeGone: true })).exitCode).to.equal(0);
    const production = await ask('TargetDown', { mustBeGone: true, about: { ENVIRONMENT: 'production' } });
    expect(production).to.deep.equal({
      exitCode: 0,
      lines: [
        'TargetDown does not fire for desk in production',
        'it fires for desk in staging',
        'it fires for shop in staging',
      ],
    });
  });

  it('does not take a rule that cannot be evaluated for one that is quiet', async () => {
    const { exitCode, lines } = await ask('Broken', { mustBeGone: true });
    expect(exitCode).to.equal(1);
    expect(lines[0]).to.match(/^its rule has no answer \(.*duplicate series/);
  });

  it('does not take a rule that is missing for one that is quiet', async () => {
    const refusal = await ask('NoSuchAlert', { mustBeGone: true }).catch((error: Error) => error.message);
    expect(refusal).to.match(/has no alerting rule "NoSuchAlert"/);
  });
});
