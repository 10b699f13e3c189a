/** The planned time against Prometheus' own engine: quiet one evaluation before it, firing at it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { requireProgram, runProgram } from '../../programs/find.ts';
import { renderYaml } from '../artefacts.ts';
import { type BurnRateTier, burnRateTiers } from '../burn-rate.ts';
import { desk } from '../catalog/desk.ts';
import { durationSeconds } from '../duration.ts';
import { recordedCount } from '../event-counts.ts';
import type { CountedObjective } from '../objective.ts';
import { renderPromql } from '../promql.ts';
import { type InputSeries, type PromtoolTest, seriesValues, testDocument } from '../proof/promtool-test.ts';
import { eventCounters, seriesOf, targetOf } from '../proof/sample-series.ts';
import type { RuleGroup } from '../rule.ts';
import { ruleGroupsOf } from '../rules.ts';
import { ordinaryScrape } from '../service-definition.ts';
import { courseOf } from './clock.ts';
import { secondsToFire } from './detection.ts';
import { neededRules } from './samples.ts';

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

describe('the planned time to fire, in the engine', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tocsin-plan-'));
  });
  after(() => rm(folder, { recursive: true }));

  for (const tier of burnRateTiers)
    it(`${tier.name}: at every share of failures and traffic it fires then, and not before`, async function () {
      this.timeout(120_000);
      const promtool = await requireProgram('promtool');
      await writeFile(join(folder, `${tier.name}.yml`), renderYaml({ groups: groupsOf(tier) }));
      const tests = desk.objectives.flatMap((objective) =>
        incidents[objective.kind].map((incident) => testOf(objective, tier, incident)),
      );
      const { stepSeconds } = courseOf(desk, desk.objectives[0], tier);
      const document = testDocument(`${tier.name}.yml`, scrapeSeconds, tests, stepSeconds);
      const testFile = join(folder, `${tier.name}.test.yml`);
      await writeFile(testFile, renderYaml(document));
      const { exitCode, stdout, stderr } = await runProgram(promtool, ['test', 'rules', testFile], {
        timeoutMs: 110_000,
      });
      expect(exitCode, `${stdout}${stderr}`).to.equal(0);
    });
});

/** What the tier needs of its own level: the base from raw counters, the long one from the base's counts. */
function groupsOf(tier: BurnRateTier): RuleGroup[] {
  const groups = ruleGroupsOf(desk).filter(({ rules }) =>
    rules.some((rule) => 'alert' in rule && rule.labels.tier === tier.name),
  );
  return groups.map((group) => {
    const alert = group.rules.find(({ labels }) => labels.tier === tier.name)!;
    const needed = neededRules(alert, [group]);
    return { ...group, rules: group.rules.filter((rule) => needed.has(rule)) };
  });
}

interface Incident {
  readonly badRatio: number;
  readonly eventsPerHour: number;
}

function testOf(objective: CountedObjective, tier: BurnRateTier, incident: Incident): PromtoolTest {
  const course = courseOf(desk, objective, tier);
  const planned = secondsToFire(tier, { ...incident, target: objective.target }, course);
  const longSeconds = durationSeconds(tier.longWindow);
  const onset = longSeconds + 4 * course.stepSeconds;
  // What never fires is asked long after its windows are full of failure.
  const last = planned === 'never' ? longSeconds + durationSeconds(tier.hold) + 1200 : planned;
  const expr = `count(ALERTS{slo="${objective.name}",tier="${tier.name}",alertstate="firing"})`;
  const firing = (isFiring: boolean, seconds: number): PromtoolTest['expectations'][number] => ({
    expr,
    atSeconds: onset + seconds,
    value: isFiring ? 1 : undefined,
  });
  return {
    name: `${objective.name} ${tier.name}, ${incident.badRatio} of ${incident.eventsPerHour} an hour: ${planned}`,
    series: (tier.level === 'base' ? rawSeries : baseSeries)(objective, incident, {
      clean: onset / scrapeSeconds,
      failing: Math.ceil(last / scrapeSeconds) + 2,
    }),
    expectations:
      planned === 'never'
        ? [firing(false, last)]
        : [firing(false, planned - course.stepSeconds), firing(true, planned)],
  };
}

interface Steps {
  readonly clean: number;
  readonly failing: number;
}

function rawSeries(objective: CountedObjective, incident: Incident, steps: Steps): InputSeries[] {
  const all = (incident.eventsPerHour * scrapeSeconds) / 3600;
  const bad = all * incident.badRatio;
  const [first, second] = eventCounters(objective.events);
  const isBad = 'bad' in objective.events;
  return [
    {
      series: seriesOf(first, objective, 'test'),
      values: isBad ? counter(0, bad, steps) : counter(all, all, steps),
    },
    { series: seriesOf(second, objective, 'test'), values: counter(all, all - bad, steps) },
    {
      series: targetOf(objective.events.total, objective, 'test'),
      values: `1x${steps.clean + steps.failing}`,
    },
  ];
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
