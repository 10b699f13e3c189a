/** Whether Prometheus' own engine fires at the very instants at which the simulator says so. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { requireProgram, runProgram } from '../../../programs/find.ts';
import { renderPromql, selector } from '../../promql.ts';
import { askedTiers, type EngineCase, firingsOf } from './engine-cases.ts';
import { counters, engineGroup, recordedLabels } from './engine-rules.ts';
import type { Firing } from './evaluate.ts';
import { type RequestStream, scrapeSeconds } from './request-stream.ts';
import type { RuleSet } from './rule-set.ts';
import { ruleSetsFor } from './rule-sets.ts';

export interface EngineAnswer {
  readonly ruleSet: string;
  readonly name: string;
  /** Evaluations that were compared. */
  readonly instants: number;
  /** How many of them had an alert firing, by the simulator. */
  readonly firing: number;
  readonly agreed: number;
  /** promtool's words about the first that did not. */
  readonly difference: string;
}

/** Asks promtool about every instant of the case, for each compiler. Throws an Error where promtool cannot run the test. */
export async function askEngine(engineCase: EngineCase): Promise<EngineAnswer[]> {
  const promtool = await requireProgram('promtool');
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-pages-'));
  try {
    const answers: EngineAnswer[] = [];
    for (const ruleSet of ruleSetsFor(engineCase.requestsPerHour)) {
      const asked = askedTiers(ruleSet, engineCase.asks);
      const instants = firingAtEach(asked, engineCase);
      await writeFile(join(folder, 'rules.yml'), stringify({ groups: [engineGroupOf(asked, engineCase)] }));
      await writeFile(join(folder, 'test.yml'), stringify(testOf(asked, engineCase, instants)));
      const result = await runProgram(promtool, ['test', 'rules', join(folder, 'test.yml')]);
      const said = `${result.stdout}${result.stderr}`;
      const differences = said.match(/expr: .*, time: .*/g)?.length ?? 0;
      if ((result.exitCode === 0) !== (differences === 0))
        throw new Error(`promtool could not run ${engineCase.name}: ${said.slice(0, 2000)}`);
      answers.push({
        ruleSet: ruleSet.name,
        name: engineCase.name,
        instants: instants.length,
        firing: instants.filter(({ alerts }) => alerts.length > 0).length,
        agreed: instants.length - differences,
        difference: said.slice(said.indexOf('expr:')).split('\n').slice(0, 3).join(' '),
      });
    }
    return answers;
  } finally {
    await rm(folder, { recursive: true });
  }
}

interface Instant {
  readonly seconds: number;
  /** Names of the alerts that fire. */
  readonly alerts: readonly string[];
}

function firingAtEach(ruleSet: RuleSet, engineCase: EngineCase): Instant[] {
  const { stream, fromSeconds } = engineCase;
  const firings = firingsOf(ruleSet, engineCase);
  const interval = intervalOf(ruleSet);
  const first = Math.ceil(fromSeconds / interval);
  const last = Math.floor(lastScrape(stream) / interval);
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const seconds = (first + index) * interval;
    return { seconds, alerts: namesAt(firings, seconds) };
  });
}

function namesAt(firings: readonly Firing[], seconds: number): string[] {
  const names = firings
    .filter(({ start, end }) => start <= seconds && seconds < end)
    .map(({ tier }) => tier.alert);
  return [...new Set(names)].sort();
}

function engineGroupOf(asked: RuleSet, { requestsPerHour }: EngineCase): object {
  return engineGroup(asked, asked.tiers, requestsPerHour);
}

function testOf(asked: RuleSet, { stream, asks }: EngineCase, instants: readonly Instant[]): object {
  const isRecorded = asked.reads === 'exact' && asks === 'long windows';
  return {
    rule_files: ['rules.yml'],
    evaluation_interval: `${intervalOf(asked)}s`,
    tests: [
      {
        interval: isRecorded ? `${scrapeSeconds}s` : '1s',
        input_series: isRecorded ? recordedSeries(asked, stream) : rawSeries(stream),
        promql_expr_test: instants.map(({ seconds, alerts }) => ({
          expr: 'count by (tier) (ALERTS{alertstate="firing",tier!=""})',
          eval_time: `${seconds}s`,
          exp_samples: alerts.map((alert) => ({ labels: `{tier="${alert}"}`, value: 1 })),
        })),
      },
    ],
  };
}

/** The counters second by second, with nothing between two scrapes. */
function rawSeries({ bad, good, firstScrapeSeconds }: RequestStream): object[] {
  const values = (counter: Int32Array): string =>
    `_x${firstScrapeSeconds} ${counter.join(` _x${scrapeSeconds - 1} `)}`;
  return [
    { series: counters.bad, values: values(bad) },
    { series: counters.good, values: values(good) },
  ];
}

/** What the base group would have recorded of these counters: the group of the long windows reads only that. */
function recordedSeries({ latenessSeconds }: RuleSet, stream: RequestStream): object[] {
  const evaluations = Math.floor(lastScrape(stream) / scrapeSeconds) + 1;
  const values = (counterOf: (scrape: number) => number): string =>
    Array.from({ length: evaluations }, (_, evaluation) => {
      const late = evaluation * scrapeSeconds - latenessSeconds - stream.firstScrapeSeconds;
      const scrape = Math.floor(late / scrapeSeconds);
      return counterOf(scrape) - counterOf(scrape - 1);
    }).join(' ');
  const bad = (scrape: number): number => stream.bad[scrape] ?? 0;
  const total = (scrape: number): number => bad(scrape) + (stream.good[scrape] ?? 0);
  const series = (metric: string): string => renderPromql(selector(metric, recordedLabels));
  return [
    { series: series('slo:bad_events:increase15s'), values: values(bad) },
    { series: series('slo:total_events:increase15s'), values: values(total) },
  ];
}

function intervalOf({ tiers }: RuleSet): number {
  return Math.max(...tiers.map(({ evaluationSeconds }) => evaluationSeconds));
}

function lastScrape({ firstScrapeSeconds, bad }: RequestStream): number {
  return firstScrapeSeconds + (bad.length - 1) * scrapeSeconds;
}
