import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { stringify } from 'yaml';
import { requireProgram, runProgram } from '../../programs/find.ts';
import { desk } from '../catalog/desk.ts';
import { catalog } from '../catalog.ts';
import type { ServiceDefinition } from '../service-definition.ts';
import { everySignal } from '../symptoms/testing/every-signal.ts';
import { alertmanagerConfig } from './alertmanager-config.ts';
import { type RouteRow, renderRoutesTable, routeRows } from './routes-table.ts';
import { type RoutingTree, routingTree } from './routing-tree.ts';
import { exampleOwners, exampleServices } from './testing/example-routing.ts';

const generated = join(import.meta.dirname, '..', 'generated');

describe('the table of who is told', function () {
  this.timeout(120_000);
  let folder: string;
  let exampleTree: RoutingTree;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tocsin-routes-'));
    exampleTree = routingTree(exampleServices, exampleOwners('http://127.0.0.1:1'));
    const config = alertmanagerConfig(exampleTree, { deskWebhookUrl: 'http://127.0.0.1:1/desk' });
    await writeFile(join(folder, 'example.yml'), stringify(config));
  });
  after(() => rm(folder, { recursive: true }));

  it('is the committed one', async () => {
    expect(await readFile(join(generated, 'routes.md'), 'utf8')).to.equal(renderRoutesTable(catalog));
  });

  for (const file of ['alertmanager.yml', 'alertmanager.paging.yml'])
    it(`says of every alert of the catalog what amtool finds in ${file}`, async () => {
      await expectAmtoolAgrees(join(generated, file), routeRows(routingTree(catalog), catalog));
    });

  it('says so of escalated alerts and of owners without channels', async () => {
    const rows = routeRows(exampleTree, exampleServices);
    expect(new Set(rows.map(({ receivers }) => receivers.join()))).to.deep.equal(
      new Set([
        'desk',
        'desk,operations-critical',
        'desk,platform-warning',
        'desk,platform-critical',
        'desk,platform-critical,operations-critical',
        'desk,platform-warning,operations-warning',
      ]),
    );
    await expectAmtoolAgrees(join(folder, 'example.yml'), rows);
  });

  it('says so of the symptoms of a service with signals of every kind', async () => {
    await expectAmtoolAgrees(
      join(generated, 'alertmanager.yml'),
      routeRows(routingTree(catalog), [everySignal]),
    );
  });

  it('says so of the Watchdog, of which the desk hears nothing', async () => {
    const watcher: ServiceDefinition = { ...desk, objectives: [], signals: [{ kind: 'watchdog' }] };
    const rows = routeRows(routingTree(catalog), [watcher]);
    expect(rows.map(({ labels, receivers }) => [labels.alertname, ...receivers])).to.deep.equal([
      ['Watchdog', 'dead-mans-switch'],
    ]);
    await expectAmtoolAgrees(join(generated, 'alertmanager.yml'), rows);
  });

  it('tells an owner once of its own symptom of a service that escalates to it, by both', async () => {
    const labels = { alertname: 'HighLatency', severity: 'critical', owner: 'operations', service: 'stock' };
    const row = { labels, receivers: ['desk', 'operations-critical'], groupedBy: [] };
    await expectAmtoolAgrees(join(folder, 'example.yml'), [row]);
  });

  it('sends an alert of nobody to the desk, by both', async () => {
    const labels = { alertname: 'Foreign', severity: 'critical', owner: 'nobody' };
    await expectAmtoolAgrees(join(generated, 'alertmanager.yml'), [
      { labels, receivers: ['desk'], groupedBy: [] },
    ]);
  });

  it('has a row for each that differs, in an order of its own', () => {
    const rows = routeRows(exampleTree, exampleServices);
    const names = rows.map(({ labels }) => JSON.stringify(labels));
    expect(new Set(names).size).to.equal(names.length);
    expect(routeRows(exampleTree, exampleServices.toReversed())).to.deep.equal(rows);
  });
});

async function expectAmtoolAgrees(configPath: string, rows: readonly RouteRow[]): Promise<void> {
  expect(rows.length).to.be.greaterThan(0);
  const amtool = await requireProgram('amtool');
  for (const { labels, receivers } of rows) {
    const { exitCode, stdout, stderr } = await runProgram(amtool, [
      'config',
      'routes',
      'test',
      `--config.file=${configPath}`,
      ...Object.entries(labels).map(([label, value]) => `${label}=${value}`),
    ]);
    expect(exitCode, stderr).to.equal(0);
    expect(stdout.trim(), JSON.stringify(labels)).to.equal(receivers.join());
  }
}
