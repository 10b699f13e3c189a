/**
 * promtool unit tests of a service's symptom rules, as data. An engine evaluates every rule of the file at each step of
 * each test, so scenarios share tests wherever they cannot disturb each other: each has an environment of its own,
 * which is named after it, and whose alert it looks at. What has to be alone shares a test with other signals.
 * https://prometheus.io/docs/prometheus/latest/configuration/unit_testing_rules/
 */
import { durationSeconds } from '../duration.ts';
import type { RenderedExpectation, RenderedTest, TestDocument } from '../proof/promtool-test.ts';
import type { ServiceDefinition } from '../service-definition.ts';
import { hasEnvironments } from './proof/place.ts';
import type { Check, InputSeries, Scenario } from './proof/scenario.ts';
import type { Symptom } from './symptom.ts';
import { allSymptomsOf, symptomGroupName } from './symptom-groups.ts';
import { symptomLabels } from './symptom-rule.ts';

/** One scenario of one symptom, and where it runs. */
interface Run {
  readonly symptom: Symptom;
  readonly scenario: Scenario;
  readonly environment: string;
  /** Whether others run beside it in other environments. */
  readonly isShared: boolean;
}

/** Test documents by name ("symptoms-15s"): one for each step, since promtool has one step a file. */
export function symptomTestsOf(service: ServiceDefinition, ruleFile: string): Map<string, TestDocument> {
  const symptoms = allSymptomsOf(service);
  const steps = [...new Set(symptoms.map(({ proof }) => proof.step))];
  return new Map(
    steps.map((step) => {
      const runs = symptoms.filter(({ proof }) => proof.step === step).flatMap(runsOf);
      const test = (name: string, beside: readonly Run[]): RenderedTest => ({
        name: `${service.name} symptoms: ${name}`,
        interval: step,
        input_series: distinct(beside.flatMap(({ scenario, environment }) => scenario.inputs(environment))),
        promql_expr_test: beside.flatMap((run) =>
          run.scenario.checks.map((check) => expectation(check, run, service)),
        ),
      });
      const shared = runs.filter(({ isShared }) => isShared);
      const empty = runs.filter(({ scenario }) => scenario.setting === 'empty');
      const rounds = roundsOf(runs.filter((run) => !run.isShared && run.scenario.setting !== 'empty'));
      return [
        `symptoms-${step}`,
        {
          rule_files: [ruleFile],
          evaluation_interval: step,
          // What an objective records comes first: promtool's order is that of a hash table otherwise.
          group_eval_order: groupOrder(service),
          tests: [
            ...(shared.length === 0 ? [] : [test('each scenario in an environment of its own', shared)]),
            ...(empty.length === 0 ? [] : [test('no data', empty)]),
            ...rounds.map((round, index) => test(`alone, ${index + 1} of ${rounds.length}`, round)),
          ],
        },
      ];
    }),
  );
}

function groupOrder({ name, objectives }: ServiceDefinition): string[] {
  return [...objectives.map((objective) => `${name}-${objective.name}`), symptomGroupName(name)];
}

function runsOf(symptom: Symptom): Run[] {
  return symptom.proof.scenarios.map((scenario) => {
    const isShared = scenario.setting === 'placed' && hasEnvironments(symptom.signal);
    const { alert, severity } = symptom;
    const environment = isShared ? `${alert} ${severity} ${scenario.name}` : 'production';
    return { symptom, scenario, environment, isShared };
  });
}

/**
 * A round holds scenarios of different signals, since one counter of a signal may hide behind another; and of different
 * metrics, since requests may be counted by the histogram that times them.
 */
function roundsOf(runs: readonly Run[]): Run[][] {
  const rounds: { readonly runs: Run[]; readonly taken: Set<unknown> }[] = [];
  for (const run of runs) {
    const inputs = run.scenario.inputs(run.environment);
    const takes = [run.symptom.signal, ...inputs.map(({ series }) => series.replace(/\{.*/, ''))];
    const round = rounds.find(({ taken }) => !takes.some((one) => taken.has(one)));
    if (round === undefined) rounds.push({ runs: [run], taken: new Set(takes) });
    else {
      round.runs.push(run);
      for (const one of takes) round.taken.add(one);
    }
  }
  return rounds.map((round) => round.runs);
}

/** Where the selector names the instance, a thing and the one beside it are one series: the first is meant. */
function distinct(inputs: readonly InputSeries[]): InputSeries[] {
  return inputs.filter(({ series }, index) => inputs.findIndex((other) => other.series === series) === index);
}

function expectation(
  check: Check,
  { symptom, environment, isShared }: Run,
  service: ServiceDefinition,
): RenderedExpectation {
  const { alert, severity, signal, proof } = symptom;
  const isPlaced = hasEnvironments(signal) && check.isPlaceless !== true;
  const seen = {
    alertname: alert,
    alertstate: check.state,
    ...(isPlaced ? { environment } : {}),
    ...symptomLabels(symptom, service),
  };
  return {
    expr: `ALERTS${labelSet({
      alertname: alert,
      severity,
      component: signal.component ?? '',
      ...(isShared ? { environment } : {}),
    })}`,
    eval_time: `${check.step * durationSeconds(proof.step)}s`,
    // Every label that it must carry, and no other alert beside it.
    exp_samples: check.state === 'silent' ? [] : [{ labels: `ALERTS${labelSet(seen)}`, value: 1 }],
  };
}

function labelSet(labels: Readonly<Record<string, string>>): string {
  const inside = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return `{${inside.join(',')}}`;
}
