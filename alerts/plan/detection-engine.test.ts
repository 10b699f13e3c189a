/**
 * The planned time against Prometheus' own engine: quiet one evaluation before it, firing at it. A latency objective's bad
 * events are a difference, which a rounding error (10 % of them is just 864 scrapes in 6 h) or Prometheus 3, which leaves
 * the oldest sample of a window out, puts one evaluation sooner; it is quiet two before.
 */
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
import { ruleGroupsOf } from '../rules.ts';
import { secondsToFire } from './detection.ts';
import { neededRules } from './samples.ts';
import { plannedBadRatios } from './service-plan.ts';

/** No figure of it falls on a whole scrape, where a rounding error of the engine would decide. */
const requestsPerHour = 700;

describe('the planned time to fire, in the engine', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tocsin-plan-'));
  });
  after(() => rm(folder, { recursive: true }));

  for (const objective of ['availability', 'latency'] as const)
    for (const tier of burnRateTiers)
      it(`${objective} ${tier.name}: at 100, 10 and 2 % it fires then, and not before`, async function () {
        this.timeout(120_000);
        const promtool = await requireProgram('promtool');
        const prefix = `${objective}-${tier.name}`;
        // Days at a step of 15 s take minutes; the arithmetic is the same at any step.
        const stepSeconds = Math.max(15, durationSeconds(tier.shortWindow) / 24);
        await writeFile(join(folder, `${prefix}.yml`), renderYaml({ groups: [groupOf(objective, tier)] }));
        const tests = plannedBadRatios.map((badRatio) => testOf(objective, tier, badRatio, stepSeconds));
        const document = {
          rule_files: [`${prefix}.yml`],
          evaluation_interval: `${stepSeconds}s`,
          tests,
        };
        await writeFile(join(folder, `${prefix}.test.yml`), renderYaml(document));
        const args = ['test', 'rules', join(folder, `${prefix}.test.yml`)];
        const { exitCode, stdout, stderr } = await runProgram(promtool, args);
        expect(exitCode, `${stdout}${stderr}`).to.equal(0);
      });
});

function groupOf(objective: string, tier: BurnRateTier): object {
  const group = ruleGroupsOf(desk).find(({ name }) => name === `desk-${objective}`)!;
  const alert = group.rules.find((rule) => 'alert' in rule && rule.labels.tier === tier.name)!;
  const needed = neededRules(alert, group);
  return { name: group.name, rules: group.rules.filter((rule) => needed.has(rule)) };
}

function testOf(
  objective: 'availability' | 'latency',
  tier: BurnRateTier,
  badRatio: number,
  stepSeconds: number,
): object {
  const clock = { scrapeSeconds: stepSeconds, evaluationSeconds: stepSeconds, groupWaitSeconds: 0 };
  const { target } = desk.objectives.find(({ name }) => name === objective)!;
  const planned = secondsToFire(tier, { target, badRatio, requestsPerHour }, clock);
  const longSeconds = durationSeconds(tier.longWindow);
  const cleanSteps = longSeconds / stepSeconds + 10;
  const onset = cleanSteps * stepSeconds;
  // What never fires is asked long after its windows are full of failure.
  const lastSeconds = planned === 'never' ? longSeconds + durationSeconds(tier.hold) + 600 : planned;
  const failingSteps = Math.ceil(lastSeconds / stepSeconds) + 5;
  const lastQuiet = objective === 'availability' ? 1 : 2;
  const isFiring = (seconds: number, expected: boolean): object => ({
    expr: `count(ALERTS{slo="${objective}",tier="${tier.name}",alertstate="firing"})`,
    eval_time: `${onset + seconds}s`,
    exp_samples: expected ? [{ labels: '{}', value: 1 }] : [],
  });
  return {
    name: `${objective} ${tier.name} at ${badRatio}: planned ${planned}`,
    interval: `${stepSeconds}s`,
    input_series: seriesOf(objective, badRatio, { stepSeconds, cleanSteps, failingSteps }),
    promql_expr_test:
      planned === 'never'
        ? [isFiring(lastSeconds, false)]
        : [isFiring(planned - lastQuiet * stepSeconds, false), isFiring(planned, true)],
  };
}

interface Steps {
  readonly stepSeconds: number;
  readonly cleanSteps: number;
  readonly failingSteps: number;
}

function seriesOf(objective: 'availability' | 'latency', badRatio: number, steps: Steps): object[] {
  const each = (requestsPerHour * steps.stepSeconds) / 3600;
  const labels = 'service="desk",environment="test",route="/api/alerts"';
  const good = counter(each, each * (1 - badRatio), steps);
  if (objective === 'availability')
    return [
      { series: `http_requests_total{${labels},status="500"}`, values: counter(0, each * badRatio, steps) },
      { series: `http_requests_total{${labels},status="200"}`, values: good },
    ];
  const metric = 'http_request_duration_seconds';
  return [
    { series: `${metric}_count{${labels}}`, values: counter(each, each, steps) },
    { series: `${metric}_bucket{${labels},le="0.5"}`, values: good },
  ];
}

/** A counter that grows by `clean` a step and, after the clean steps, by `failing`. */
function counter(clean: number, failing: number, { cleanSteps, failingSteps }: Steps): string {
  // promtool adds up step by step: a value that is smaller by a rounding error would be a counter reset.
  const first = clean * cleanSteps + failing + 1e-6;
  return `0+${clean}x${cleanSteps} ${first}+${failing}x${failingSteps}`;
}
