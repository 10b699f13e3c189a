import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { parse } from 'yaml';
import { catalog } from '../alerts/catalog.ts';
import { staleFiles, writeGenerated } from '../alerts/generated-files.ts';
import { boardArtefacts, renderJson } from './artefacts.ts';
import { grafanaVariables } from './provisioning.ts';

const files = boardArtefacts(catalog);
const folder = { label: 'generated', command: 'npm run dashboards', files };

describe('the generated files', () => {
  it('are the ones committed', async () => {
    const dir = join(import.meta.dirname, 'generated');
    expect(await staleFiles({ ...folder, dir })).to.deep.equal([]);
  });

  it('count as stale when edited, missing or without a source', async () => {
    const root = await mkdtemp(join(tmpdir(), 'tocsin-boards-'));
    const dir = join(root, 'generated');
    try {
      await writeGenerated({ ...folder, dir });
      await writeFile(join(dir, 'boards', 'desk-errors.json'), '{}');
      await writeFile(join(dir, 'boards', 'stray.json'), '{}');
      await rm(join(dir, 'provisioning', 'datasources', 'tocsin.yml'));
      expect((await staleFiles({ ...folder, dir })).sort()).to.deep.equal([
        'boards/desk-errors.json',
        'boards/stray.json',
        'provisioning/datasources/tocsin.yml',
      ]);
    } finally {
      await rm(root, { recursive: true, force: true });
    }
  });

  it('hold one board a name, keys in order', () => {
    expect([...files.keys()]).to.include.members(['boards/desk-overview.json', 'boards/desk-errors.json']);
    expect(renderJson({ b: 1, a: { d: [{ z: 1, y: 2 }], c: 3 } })).to.equal(
      `${JSON.stringify({ a: { c: 3, d: [{ y: 2, z: 1 }] }, b: 1 }, null, 2)}\n`,
    );
  });
});

describe('provisioning', () => {
  it('takes every address from Grafana’s environment and keeps every other $ from it', () => {
    const variables: string[] = Object.values(grafanaVariables);
    const provisioning = [...files].filter(([path]) => path.startsWith('provisioning/'));
    const used = provisioning.flatMap(([, text]) => [...text.matchAll(/(?<!\$)\$(?!\$)(\w*)/g)]);
    expect(used.map(([, name]) => name).sort()).to.deep.equal([...variables].sort());
    for (const [, text] of provisioning) expect(() => parse(text)).not.to.throw();
  });

  it('reads classic boards only; each lies beside it in the v2 schema, which would make it a second time', () => {
    const [provider] = parse(files.get('provisioning/dashboards/tocsin.yml') ?? '').providers;
    expect(provider.options.path).to.equal(`$${grafanaVariables.boardsDir}`);
    const within = (folder: string): [string, string][] =>
      [...files].flatMap(([path, text]) =>
        path.startsWith(folder) ? [[path.slice(folder.length), text]] : [],
      );
    const [classic, v2] = [within('boards/'), within('v2/')];
    for (const [, text] of classic) expect(JSON.parse(text)).to.have.property('schemaVersion');
    for (const [, text] of v2) expect(JSON.parse(text).apiVersion).to.equal('dashboard.grafana.app/v2beta1');
    expect(v2.map(([path]) => path)).to.deep.equal(classic.map(([path]) => path));
    expect(classic).not.to.deep.equal([]);
  });

  it('leaves an exemplar’s link as valid JSON once Grafana has read the file', () => {
    const text = files.get('provisioning/datasources/tocsin.yml') ?? '';
    const url: string = parse(text).datasources[0].jsonData.exemplarTraceIdDestinations[0].url;
    const panes = new URL(url.replaceAll('$$', '$'), 'http://grafana').searchParams.get('panes') ?? '';
    expect(JSON.parse(panes).t.queries[0].query).to.match(/^\$\{__value\.raw\}$/);
  });
});
