import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { z } from 'zod';
import { desk } from '../../alerts/catalog/desk.ts';
import { runCommand } from '../../programs/run.ts';
import type { Section } from '../board.ts';
import { boardModelsOf } from '../boards.ts';
import { type ClassicBoard, readBoard } from '../diff/classic-board.ts';
import { at } from '../diff/json.ts';
import { panelChanges } from '../diff/panel-changes.ts';
import { renderedBoards } from '../diff/rendered-boards.ts';
import { sealBoard } from '../seal.ts';
import { allNotes, pullBoard } from './pulled-board.ts';
import { renderFile } from './render-file.ts';
import { handMadeBoard } from './testing/hand-made-board.ts';

const repository = join(import.meta.dirname, '..', '..');

describe('a board that is pulled', function () {
  this.timeout(60_000);
  let folder: string;
  const handMade = readBoard(handMadeBoard, 'by hand');

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tocsin-pull-'));
    // As the repository's own says: modules.
    await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  });
  after(() => rm(folder, { recursive: true }));

  async function pulled(board: ClassicBoard, name: string): Promise<string> {
    const file = join(folder, `${name}.ts`);
    await writeFile(
      file,
      renderFile(pullBoard(board), (path) => relative(folder, join(repository, path))),
    );
    return file;
  }

  /** What the file makes, sealed under the name of a board that is there. */
  async function sealed(file: string): Promise<ClassicBoard> {
    const module: Record<string, unknown> = await import(pathToFileURL(file).href);
    const [make] = Object.values(module);
    const sections = z.function({ output: z.custom<Section[]>() }).parse(make)();
    const [model] = boardModelsOf([desk]);
    return readBoard(JSON.parse(JSON.stringify(sealBoard({ ...model!, sections }))), 'sealed');
  }

  it('is a file that type-checks', async () => {
    await pulled(handMade, 'by-hand');
    const config = {
      extends: join(repository, 'tsconfig.json'),
      compilerOptions: { typeRoots: [join(repository, 'node_modules/@types')], noUnusedLocals: true },
      include: ['by-hand.ts'],
      exclude: [],
    };
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
    const checked = await runCommand(process.execPath, [
      join(repository, 'node_modules/typescript/bin/tsc'),
      '-p',
      folder,
    ]);
    expect(checked.stdout).to.equal('');
    expect(checked.exitCode).to.equal(0);
  });

  it('seals into panels with the same titles, queries, units and sizes', async () => {
    const board = await sealed(await pulled(handMade, 'again'));
    expect(board.sections.map(({ title }) => title)).to.deep.equal(["Checkout: is it */ our's?", 'Évidence']);
    expect(board.panels.map(({ title, type }) => [title, type])).to.deep.equal([
      ['Request rate', 'timeseries'],
      ['Untitled', 'logs'],
      ['Traces', 'table'],
      ['Request rate', 'stat'],
    ]);
    const [rate, logs, traces, stat] = board.panels;
    expect(rate?.json.targets).to.containSubset([
      {
        refId: 'A',
        expr: 'sum by (route) (rate(http_requests_total{job="$job"}[5m]))',
        legendFormat: "{{route}}'s",
        range: true,
      },
      {
        refId: 'total',
        expr: 'sum(rate(http_requests_total[5m]))',
        instant: true,
        format: 'table',
        exemplar: true,
      },
    ]);
    expect(rate?.json.targets).to.have.length(2);
    expect(at(rate?.json, 'fieldConfig', 'defaults', 'unit')).to.equal('reqps');
    expect(at(rate?.json, 'fieldConfig', 'defaults', 'thresholds', 'steps')).to.deep.equal([
      { color: 'green' },
      { color: 'red', value: 80 },
    ]);
    expect(logs?.json.targets).to.containSubset([
      { expr: '{service_name="checkout"} |= `error` | line_format "$' + '{__line__}"', maxLines: 50 },
    ]);
    expect(logs?.json.description).to.equal('Newest first.\nClick a line.');
    expect(traces?.json.targets).to.containSubset([
      { service: 'checkout', tags: 'error=true http.route=/pay', limit: 5 },
    ]);
    expect(at(stat?.json, 'fieldConfig', 'defaults', 'noValue')).to.equal('`none`; $' + '{x}');
    // 7 and 10 wide with nothing beside them: the second fills the line.
    expect(board.panels.map(({ at: { w, h } }) => [w, h])).to.deep.equal([
      [12, 8],
      [7, 10],
      [17, 10],
      [10, 4],
    ]);
  });

  it('says line by line what it could not carry', async () => {
    const notes = allNotes(pullBoard(handMade));
    expect(notes).to.deep.equal([
      'variable "job": "label_values(up, job)"',
      'mark "Deploys": "changes(build_info[5m]) > 0"',
      'link "Wiki": "https://wiki.example.org"',
      'tags ["shop"]',
      'time.from "now-6h"',
      'time.to "now"',
      'section "Checkout: is it */ our\'s?": panel "Disk" (gauge, 6 by 8): there is no look for gauge in visuals.ts',
      'section "Checkout: is it */ our\'s?": panel "Disk": query "A": disk_free_bytes',
      'panel "Request rate": query C (it is hidden): up',
      'panel "Request rate": override of "total": unit "short"',
      'panel "Request rate": fieldConfig.defaults.min -5',
      'panel "Request rate": its own looks: fieldConfig.defaults.custom.drawStyle "bars"',
      'section "Évidence": it is collapsed at first; sections here are open',
      'section "Évidence": panel "From elsewhere" (timeseries, 14 by 4): none of its queries can be carried (query A (of "mysql"): {"rawSql":"select 1"})',
      'section "Évidence": panel "From elsewhere": query "A": {"rawSql":"select 1"}',
      'section "Évidence": panel "Shared" (library panel, 24 by 4): there is no look for library panel in visuals.ts',
      'panel "Untitled": query A asks the datasource "loki-of-staging"; here "loki"',
      'panel "Traces": query A: minDuration "1s"',
      'panel "Traces": transformation organize {"excludeByName":{"Time":true}}',
      'panel "Traces": it is 10 columns wide; 17 here, so that its line is full',
      'panel "Request rate": unit "gflops": none of board.ts\'s PanelUnit, here "none"',
    ]);
    const text = renderFile(pullBoard(handMade), (path) => path);
    for (const note of notes)
      expect(text).to.include(
        note.replace(/^(section|panel) ".*?": (?=panel|query|over|field|its|it is|trans|unit)/, ''),
      );
  });

  it('carries the boards of the catalog so that only looks, overrides and transformations differ', async () => {
    for (const board of await renderedBoards()) {
      const again = await sealed(await pulled(board, board.uid));
      expect(again.panels.map(({ title }) => title)).to.deep.equal(
        board.panels.map(({ title }) => title).filter((title) => isCarried(board, title)),
      );
      for (const panel of again.panels) {
        const original = board.panels.find(({ title }) => title === panel.title)!;
        const told = panelChanges(original, panel).filter(
          (sentence) => !/^(new override|override|transformations|options|fieldConfig)/.test(sentence),
        );
        expect(told, panel.title).to.deep.equal([]);
      }
    }
  });

  it('is code of nothing but what this file says, whatever the board says', async () => {
    const evil = '`; $' + "{process.exit(3)} '); process.exit(3); // */ \u2028 process.exit(3)";
    const board = readBoard(
      {
        uid: evil,
        title: evil,
        tags: [evil],
        panels: [
          { type: 'row', title: evil, gridPos: { x: 0, y: 0, w: 24, h: 1 } },
          {
            type: 'stat',
            title: evil,
            description: evil,
            gridPos: { x: 0, y: 1, w: 30, h: 0 },
            [evil]: evil,
            targets: [{ refId: evil, expr: evil, legendFormat: evil, [evil]: 1 }],
          },
        ],
      },
      'evil',
    );
    const { panels } = await sealed(await pulled(board, 'evil'));
    expect(panels[0]?.title).to.equal(evil);
    expect(panels[0]?.json.targets).to.containSubset([{ expr: evil, legendFormat: evil, refId: evil }]);
  });
});

function isCarried(board: ClassicBoard, title: string): boolean {
  return allNotes(pullBoard(board)).every((note) => !note.includes(`panel "${title}" (`));
}
