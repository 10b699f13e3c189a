/**
 * promtool unit tests of one service's burn-rate alerts, as data: each tier fires just above its factor, stays quiet
 * just below it, and one failed request on a quiet night pages nobody.
 * https://prometheus.io/docs/prometheus/latest/configuration/unit_testing_rules/
 */
import { type BurnRateTier, badRatioThreshold, burnRateTiers } from './burn-rate.ts';
import { durationSeconds } from './duration.ts';
import { type Matcher, renderPromql, type Selector, selector } from './promql.ts';
import { alertName } from './rules.ts';
import type { Objective, ServiceDefinition } from './service-definition.ts';

interface InputSeries {
  readonly series: string;
  readonly values: string;
}

const environment = 'test';

/** One file a tier: promtool has one evaluation interval a file, and a tier of days at a minute's step takes minutes. */
export function ruleTestsOf(service: ServiceDefinition, ruleFile: string): Map<string, object> {
  return new Map(
    burnRateTiers.map((tier, index) => {
      const step = stepOf(tier);
      return [
        tier.name,
        {
          rule_files: [ruleFile],
          evaluation_interval: step.text,
          tests: service.objectives.flatMap((objective) => [
            ...tierTests(service, objective, tier, step),
            // What holds for all tiers is run once, at the finest step.
            ...(index === 0
              ? [quietNightTest(service, objective, step), noDataTest(service, objective)]
              : []),
          ]),
        },
      ];
    }),
  );
}

interface Step {
  readonly text: string;
  readonly seconds: number;
}

/** Six samples in the short window: enough for every operator to act, few enough to be quick. */
function stepOf({ shortWindow }: BurnRateTier): Step {
  const seconds = durationSeconds(shortWindow) / 6;
  return { text: `${seconds}s`, seconds };
}

function tierTests(
  service: ServiceDefinition,
  objective: Objective,
  tier: BurnRateTier,
  step: Step,
): object[] {
  const threshold = badRatioThreshold(objective.target, tier.factor);
  const steps =
    Math.ceil((durationSeconds(tier.longWindow) + durationSeconds(tier.hold)) / step.seconds) + 10;
  const totalPerStep = 1_000_000;
  const at = (ratio: number): InputSeries[] =>
    inputSeries(objective, steps, { totalPerStep, badPerStep: Math.round(totalPerStep * ratio) });
  const test = (name: string, series: InputSeries[], isFiring: boolean): object => ({
    name: `${service.name} ${objective.name} ${tier.name}: ${name}`,
    interval: step.text,
    input_series: series,
    promql_expr_test: [
      {
        expr: `count(ALERTS{alertname="${alertName(objective)}",slo="${objective.name}",tier="${tier.name}",alertstate="firing"})`,
        eval_time: `${steps * step.seconds}s`,
        exp_samples: isFiring ? [{ labels: '{}', value: 1 }] : [],
      },
    ],
  });
  return [
    test('fires at 1.05 times its factor', at(threshold * 1.05), true),
    test('stays quiet at 0.95 times its factor', at(threshold * 0.95), false),
    // The first series of both kinds of objective holds the bad events: no success has ever been counted.
    test('fires when everything has failed from the start', at(1).slice(0, 1), true),
  ];
}

function quietNightTest(service: ServiceDefinition, objective: Objective, step: Step): object {
  // One request a minute, and one of them bad at half time.
  const perMinute = 60 / step.seconds;
  const steps = 120 * perMinute;
  const badAtStep = 60 * perMinute;
  return {
    name: `${service.name} ${objective.name}: one bad event on a quiet night pages nobody`,
    interval: step.text,
    input_series: inputSeries(objective, steps, {
      totalPerStep: 1 / perMinute,
      badPerStep: 0,
      oneBadAtStep: badAtStep,
    }),
    promql_expr_test: [
      {
        expr: `count(ALERTS{alertname="${alertName(objective)}",slo="${objective.name}"})`,
        eval_time: `${(badAtStep + 2) * step.seconds}s`,
        exp_samples: [],
      },
    ],
  };
}

function noDataTest(service: ServiceDefinition, objective: Objective): object {
  return {
    name: `${service.name} ${objective.name}: no data, no alert and no made-up zero`,
    input_series: [],
    promql_expr_test: [
      {
        expr: `count({__name__=~"slo:.*",slo="${objective.name}"})`,
        eval_time: '30m',
        exp_samples: [],
      },
    ],
  };
}

interface Traffic {
  readonly totalPerStep: number;
  readonly badPerStep: number;
  readonly oneBadAtStep?: number;
}

/** Counters that the objective's selectors accept, growing so that the objective sees exactly this traffic. */
function inputSeries(objective: Objective, steps: number, traffic: Traffic): InputSeries[] {
  const { events } = objective;
  const bad =
    traffic.oneBadAtStep === undefined
      ? counter(traffic.badPerStep, steps)
      : oneStep(traffic.oneBadAtStep, steps);
  const good = counter(traffic.totalPerStep - traffic.badPerStep, steps);
  if ('bad' in events)
    return [
      { series: seriesOf(events.bad), values: bad },
      { series: seriesOf(withoutFailure(events.bad, events.total)), values: good },
    ];
  // Every event is in the total; only the good ones are in the bucket.
  return [
    { series: seriesOf(events.total), values: counter(traffic.totalPerStep, steps) },
    {
      series: seriesOf(events.good),
      values:
        traffic.oneBadAtStep === undefined
          ? good
          : `0+${traffic.totalPerStep}x${traffic.oneBadAtStep - 1} ${(traffic.oneBadAtStep - 1) * traffic.totalPerStep}+${traffic.totalPerStep}x${steps - traffic.oneBadAtStep}`,
    },
  ];
}

function counter(perStep: number, steps: number): string {
  return `0+${perStep}x${steps}`;
}

function oneStep(atStep: number, steps: number): string {
  return `0x${atStep - 1} 1x${steps - atStep}`;
}

/** A series that the total selects and the bad one does not: what the bad one asks for in addition is left out. */
function withoutFailure(bad: Selector, total: Selector): Selector {
  const extra = bad.matchers.slice(total.matchers.length);
  return { ...total, matchers: [...total.matchers, ...extra.map((matcher) => ({ ...matcher, value: 'x' }))] };
}

/** One concrete series that the selector accepts. */
function seriesOf(base: Selector): string {
  const labels = base.matchers.flatMap(sampleOf);
  return renderPromql(selector(base.metric, { environment, ...Object.fromEntries(labels) }));
}

function sampleOf({ label, op, value }: Matcher): [string, string][] {
  if (op === '=') return [[label, value]];
  // A regular expression's sample: "5.." becomes "500"; a negative one accepts this value that no pattern names.
  return [[label, op === '=~' ? value.replaceAll('.', '0') : '/sample']];
}
