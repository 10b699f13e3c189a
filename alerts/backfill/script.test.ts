/** The printed script, run by a shell as it is printed, on a real Prometheus whose raw series begin long before its rules. */
import { mkdir, readdir } from 'node:fs/promises';
import { delimiter, dirname } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { readProgramsConfig } from '../../programs/config.ts';
import { requireProgram } from '../../programs/find.ts';
import { type RunResult, runCommand } from '../../programs/run.ts';
import { dataFolder, importSamples } from '../bench/engine/blocks.ts';
import { askAt } from '../bench/engine/instant-query.ts';
import { sampleLine, seriesName } from '../bench/engine/open-metrics.ts';
import { inScratch } from '../bench/engine/scratch.ts';
import { desk } from '../catalog/desk.ts';
import { durationSeconds } from '../duration.ts';
import { countMetric } from '../event-counts.ts';
import { ordinaryScrape } from '../service-definition.ts';
import { renderBackfillScript } from './script.ts';

const step = durationSeconds(ordinaryScrape.interval);
const blockSeconds = 18 * 3600;
const [hour, quarter] = [3600, 900];

/** The middle of the hour in question: where one block of the base ends and the next begins, at least three hours ago. */
const middle = Math.floor((Date.now() / 1000 - 5 * hour) / blockSeconds) * blockSeconds;
const target = { job: 'desk', service: 'desk', environment: 'production', instance: 'a' };
const request = { ...target, route: '/api/incidents', method: 'GET' };

/** What every request counter grew by, by kind: much outside the hour, so that what leaks in shows. */
function growth(time: number): { ok: number; failed: number } {
  const away = Math.abs(time - middle);
  if (away <= quarter) return { ok: 7 + ((time / step) % 5), failed: (time / step) % 3 === 0 ? 2 : 0 };
  return away < hour / 2 + quarter ? { ok: 0, failed: 0 } : { ok: 1000, failed: 100 };
}

/** The counters, restarted from zero a minute before the middle; and what came in the hour, to the event. */
function rawSeries(): { lines: string[]; total: number; bad: number } {
  const names = {
    up: seriesName('up', target),
    ok: seriesName('http_requests_total', { ...request, status: '200' }),
    failed: seriesName('http_requests_total', { ...request, status: '503' }),
    timed: seriesName('http_request_duration_seconds_count', request),
    fast: seriesName('http_request_duration_seconds_bucket', { ...request, le: '0.5' }),
  };
  const series: Record<keyof typeof names, string[]> = { up: [], ok: [], failed: [], timed: [], fast: [] };
  let [ok, failed, total, bad] = [0, 0, 0, 0];
  for (let time = middle - 2 * hour; time < middle + 2 * hour; time += step) {
    if (time === middle - 60) [ok, failed] = [0, 0];
    const grown = growth(time);
    ok += grown.ok;
    failed += grown.failed;
    if (Math.abs(time - middle) <= hour / 2) {
      total += grown.ok + grown.failed;
      bad += grown.failed;
    }
    const values = { up: 1, ok, failed, timed: ok + failed, fast: ok };
    for (const kind of ['up', 'ok', 'failed', 'timed', 'fast'] as const)
      series[kind].push(sampleLine(names[kind], values[kind], time));
  }
  return { lines: Object.values(series).flat(), total, bad };
}

describe('the script that alerts -- backfill prints', function () {
  // Prometheus looks for new blocks once a minute, and two passes wait for it.
  this.timeout(300_000);

  it('gives an hour of the past the counts that were there, to the event, across a block and a restart', () =>
    inScratch('backfill', async ({ runDir, serve }) => {
      const { lines, total, bad } = rawSeries();
      await importSamples(runDir, 'raw', lines);
      const server = await serve();
      const script = renderBackfillScript([desk], {
        start: middle - 86_400,
        end: middle + 2 * hour,
        url: server.url,
        dataDir: dataFolder(runDir),
      });
      const first = await runScript(script);
      expect(first.exitCode, first.stderr).to.equal(0);

      const [at, span] = [middle + hour / 2 + 600, `${hour + 900}s`];
      const counted = async (what: 'bad' | 'total', slo: string): Promise<number> => {
        const series = seriesName(countMetric(what, '5m'), {
          service: 'desk',
          slo,
          environment: 'production',
        });
        const { series: found } = await askAt(server.url, `sum(sum_over_time(${series}[${span}]))`, at);
        return found[0]?.value ?? Number.NaN;
      };
      for (const slo of ['availability', 'latency'])
        expect([slo, await counted('total', slo), await counted('bad', slo)]).to.deep.equal([
          slo,
          total,
          bad,
        ]);
      expect(await readdir(dataFolder(runDir))).not.to.include('tocsin-backfill');

      const second = await runScript(script);
      expect(second.exitCode).to.equal(1);
      expect(second.stderr).to.match(/backfill: \d+ samples are recorded between START and END already: /);
    }));

  it('stops with a reason where there is no data folder, or no raw series', () =>
    inScratch('backfill', async ({ runDir, serve }) => {
      const server = await serve();
      const render = (dataDir: string): string =>
        renderBackfillScript([desk], { start: middle - hour, end: middle, url: server.url, dataDir });
      const nowhere = await runScript(render(`${runDir}/no where`));
      expect(nowhere.stderr).to.include(`backfill: there is no folder ${runDir}/no where; DATA is`);
      expect(nowhere.exitCode).to.equal(1);
      await mkdir(`${runDir}/it's here`);
      const nothing = await runScript(render(`${runDir}/it's here`));
      expect(nothing.stderr).to.include(
        'backfill: no sample came of slo:total_events:increase15s slo:bad_events:increase15s: ',
      );
      expect(nothing.exitCode).to.equal(1);
    }));
});

async function runScript(input: string): Promise<RunResult> {
  const promtool = await requireProgram('promtool');
  const PATH = [dirname(promtool.path), ...readProgramsConfig().searchDirs].join(delimiter);
  return runCommand('sh', [], { input, env: { ...promtool.env, PATH }, timeoutMs: 280_000 });
}
