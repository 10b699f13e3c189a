import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { panelsFor, readPanelFile } from './panel-definitions.ts';
import { fillPanelQuery, nameSeries } from './panel-query.ts';

const shipped = 'dashboards-as-code/generated/incident-panels.json';
const scope = { environment: 'a"b', stepSeconds: 5, scrapeIntervalSeconds: 15 };

describe('the panels that the desk reads', () => {
  let dir: string;
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'desk-panels-'));
  });
  after(() => rm(dir, { recursive: true }));

  const refusal = async (file: string): Promise<string> =>
    readPanelFile(file).then(
      () => 'not refused',
      (error: Error) => error.message,
    );

  it('are the shipped ones, every placeholder of which can be filled in', async () => {
    const { services } = await readPanelFile(shipped);
    expect(services.map(({ name }) => name)).to.include('desk');
    for (const { expr } of services.flatMap(({ panels }) => panels.flatMap(({ queries }) => queries)))
      expect(fillPanelQuery(expr, scope)).not.to.contain('$');
  });

  it('lead with the objective of the alert, or else with the first one, and leave the other ones out', async () => {
    const file = await readPanelFile(shipped);
    const leads = (slo: string | undefined): (string | undefined)[] =>
      panelsFor(file, 'desk', slo)?.panels.flatMap(({ objective }) => objective ?? []) ?? [];
    expect(leads('latency')).to.deep.equal(['latency']);
    expect(leads(undefined)).to.deep.equal(['availability']);
    expect(panelsFor(file, 'elsewhere', 'latency')).to.equal(undefined);
  });

  it('are refused in one sentence that names the file and the command: missing, of another version, or broken', async () => {
    expect(await refusal('nowhere/panels.json'))
      .to.contain('nowhere/panels.json')
      .and.contain('ENOENT')
      .and.contain('npm run dashboards');
    const newer = join(dir, 'newer.json');
    await writeFile(newer, JSON.stringify({ schemaVersion: 2, services: [] }));
    expect(await refusal(newer)).to.equal(
      `The panels ${newer} cannot be used (it is of version 2, and this desk reads version 1); render them with: npm run dashboards`,
    );
    const broken = join(dir, 'broken.json');
    await writeFile(broken, JSON.stringify({ schemaVersion: 1, services: [{ name: 'a' }] }));
    expect(await refusal(broken)).to.contain('scrapeIntervalSeconds');
  });
});

describe('a query of a panel', () => {
  it('is filled as Grafana fills it, for all releases and routes, with values that cannot break out', () => {
    const expr =
      'sum(rate(x{environment="$environment",release=~"$release",route=~"$route"}[$__rate_interval]))';
    expect(fillPanelQuery(expr, scope)).to.equal(
      'sum(rate(x{environment="a\\"b",release=~".*",route=~".*"}[60s]))',
    );
    expect(fillPanelQuery('x[$__rate_interval]', { ...scope, stepSeconds: 600 })).to.equal('x[615s]');
  });

  it('is refused with a placeholder that nobody can fill in', () => {
    expect(() => fillPanelQuery('x[$__range]', scope)).to.throw('"$__range" in x[$__range] has no value');
  });

  it('names its series by their labels', () => {
    expect(nameSeries('p99 {{ instance }} {{release}}', { instance: 'a:1' })).to.equal('p99 a:1');
    expect(nameSeries('', { status: '500', route: '/a' })).to.equal('500 /a');
    expect(nameSeries('{{release}}', {})).to.equal('all');
  });
});
