/** The planned time against Prometheus' own engine: quiet one evaluation before it, firing at it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { requireProgram, runProgram } from '../../programs/find.ts';
import { renderYaml } from '../artefacts.ts';
import { burnRateTiers } from '../burn-rate.ts';
import { desk } from '../catalog/desk.ts';
import { durationSeconds } from '../duration.ts';
import { recordedCount } from '../event-counts.ts';
import type { CountedObjective, Objective } from '../objective.ts';
import { renderPromql, selector } from '../promql.ts';
import { type InputSeries, type PromtoolTest, seriesValues, testDocument } from '../proof/promtool-test.ts';
import { fedSeries } from '../proof/sample-series.ts';
import type { RuleGroup } from '../rule.ts';
import { ordinaryScrape, type ServiceDefinition } from '../service-definition.ts';
import { courseOf } from './clock.ts';
import { eventsPerHourOf } from './event-traffic.ts';
import { groupsOfTier, type Incident, plannedTest, type Steps } from './testing/planned-incident.ts';

/**
 * With little traffic the guard decides, with much the share. None meets a threshold just so, where a rounding error of
 * the engine would decide.
 */
const incidents = {
  availability: [
    { badRatio: 1, eventsPerHour: 700 },
    { badRatio: 0.021, eventsPerHour: 70_000 },
  ],
  latency: [{ badRatio: 0.11, eventsPerHour: 7000 }],
} as const;
const scrapeSeconds = durationSeconds(ordinaryScrape.interval);

/** A gauge is read as it stands, and a text over two intervals; each in its own way late. */
const shapes: readonly { readonly objective: Objective; readonly series: (steps: Steps) => InputSeries[] }[] =
  [
    {
      objective: { ...promise('probe'), events: { success: selector('probe_success', {}) } },
      series: ({ clean, failing }) => [gauge('probe_success', `1x${clean} 0x${failing}`)],
    },
    {
      // The last success is four scrapes before it is too old: from right after the fourth on, each check is bad.
      objective: {
        ...promise('freshness'),
        events: { completedAt: selector('completed_at', {}), maxAgeSeconds: 4 * scrapeSeconds },
      },
      series: ({ clean, failing }) => {
        const last = (clean - 4) * scrapeSeconds;
        return [gauge('completed_at', `0+${scrapeSeconds}x${clean - 4} ${last}x${failing + 4}`)];
      },
    },
    {
      objective: {
        ...promise('availability'),
        events: {
          rawTotal: 'sum by (environment) (increase(all_total[$window]))',
          rawBad: 'sum by (environment) (increase(bad_total[$window]))',
        },
      },
      series: (steps) => [
        gauge('all_total', counter(240, 240, steps)),
        gauge('bad_total', counter(0, 240, steps)),
      ],
    },
  ];

describe('the planned time to fire, in the engine', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tocsin-plan-'));
  });
  after(() => rm(folder, { recursive: true }));

  const prove = async (
    name: string,
    groups: readonly RuleGroup[],
    tests: readonly PromtoolTest[],
    stepSeconds: number,
  ): Promise<void> => {
    const promtool = await requireProgram('promtool');
    const testFile = join(folder, `${name}.test.yml`);
    await writeFile(join(folder, `${name}.yml`), renderYaml({ groups }));
    await writeFile(testFile, renderYaml(testDocument(`${name}.yml`, scrapeSeconds, tests, stepSeconds)));
    const { exitCode, stdout, stderr } = await runProgram(promtool, ['test', 'rules', testFile], {
      timeoutMs: 110_000,
    });
    expect(exitCode, `${stdout}${stderr}`).to.equal(0);
  };

  for (const tier of burnRateTiers)
    it(`${tier.name}: at every share of failures and traffic it fires then, and not before`, async function () {
      this.timeout(120_000);
      const tests = desk.objectives.flatMap((objective) =>
        incidents[objective.kind].map((incident) =>
          plannedTest(desk, objective, tier, incident, (steps) =>
            (tier.level === 'base' ? rawSeries : baseSeries)(objective, incident, steps),
          ),
        ),
      );
      const { stepSeconds } = courseOf(desk, desk.objectives[0], tier);
      await prove(tier.name, groupsOfTier(desk, tier), tests, stepSeconds);
    });

  for (const { objective, series } of shapes)
    it(`${objective.name}, which is counted in another way: it fires then, and not before`, async function () {
      this.timeout(120_000);
      const [now] = burnRateTiers;
      const service: ServiceDefinition = {
        ...desk,
        signals: [],
        objectives: [objective],
        expectedTraffic: { requestsPerHour: 240 * (3600 / scrapeSeconds) },
      };
      const incident = { badRatio: 1, eventsPerHour: eventsPerHourOf(service, objective) };
      const test = plannedTest(service, objective, now, incident, series);
      expect(test.expectations, 'that it fires at all').to.have.length(2);
      await prove(objective.name, groupsOfTier(service, now), [test], scrapeSeconds);
    });
});

function rawSeries(objective: CountedObjective, incident: Incident, steps: Steps): InputSeries[] {
  const all = (incident.eventsPerHour * scrapeSeconds) / 3600;
  const bad = all * incident.badRatio;
  const { first, second, up } = fedSeries(objective);
  const isBad = 'bad' in objective.events;
  return [
    { series: first, values: isBad ? counter(0, bad, steps) : counter(all, all, steps) },
    { series: second, values: counter(all, all - bad, steps) },
    { series: up, values: `1x${steps.clean + steps.failing}` },
  ];
}

function promise(kind: Objective['kind']): Omit<Objective, 'events'> {
  return { name: `by-${kind}`, kind, description: kind, target: 0.999, windowDays: 30 };
}

function gauge(metric: string, values: string): InputSeries {
  return { series: `${metric}{environment="test"}`, values };
}

/** The base's counts, which an evaluation holds one interval later than the counters. */
function baseSeries(objective: CountedObjective, incident: Incident, steps: Steps): InputSeries[] {
  const all = (incident.eventsPerHour * scrapeSeconds) / 3600;
  const count = (what: 'bad' | 'total', clean: number, failing: number): InputSeries => ({
    series: renderPromql(
      recordedCount(what, desk, objective, ordinaryScrape.interval, { environment: 'test' }),
    ),
    values: `${clean}x${steps.clean + 1} ${failing}x${steps.failing}`,
  });
  return [count('total', all, all), count('bad', 0, all * incident.badRatio)];
}

/** A counter that grows by `clean` a step and, after the clean steps, by `failing`. */
function counter(clean: number, failing: number, steps: Steps): string {
  const samples = [0];
  for (let step = 1; step <= steps.clean + steps.failing; step += 1)
    samples.push((samples.at(-1) ?? 0) + (step <= steps.clean ? clean : failing));
  return seriesValues(samples);
}
