/**
 * promtool unit tests of a service's symptom rules, as data.
 * https://prometheus.io/docs/prometheus/latest/configuration/unit_testing_rules/
 */
import { durationSeconds } from '../duration.ts';
import type { ServiceDefinition } from '../service-definition.ts';
import { hasEnvironments, watched } from './proof/place.ts';
import type { Check, Scenario } from './proof/scenario.ts';
import type { Symptom } from './symptom.ts';
import { allSymptomsOf } from './symptom-groups.ts';
import { symptomLabels } from './symptom-rule.ts';

/** Test documents by name ("symptoms", "symptoms-5m"): one for each step, since promtool has one a file. */
export function symptomTestsOf(service: ServiceDefinition, ruleFile: string): Map<string, object> {
  const symptoms = allSymptomsOf(service);
  const steps = [...new Set(symptoms.map(({ proof }) => proof.step))];
  return new Map(
    steps.map((step) => [
      `symptoms-${step}`,
      {
        rule_files: [ruleFile],
        evaluation_interval: step,
        tests: symptoms
          .filter(({ proof }) => proof.step === step)
          .flatMap((symptom) =>
            symptom.proof.scenarios.map((scenario) => scenarioTest(scenario, symptom, service)),
          ),
      },
    ]),
  );
}

function scenarioTest(
  { name, inputs, checks }: Scenario,
  symptom: Symptom,
  service: ServiceDefinition,
): object {
  const { alert, severity, signal, proof } = symptom;
  const part = signal.component === undefined ? '' : ` ${signal.component}`;
  return {
    name: `${service.name}${part} ${alert} ${severity}: ${name}`,
    interval: proof.step,
    input_series: inputs,
    promql_expr_test: checks.map((check) => ({
      expr: `ALERTS${labelSet({ alertname: alert, severity, ...(signal.component === undefined ? {} : { component: signal.component }) })}`,
      eval_time: `${check.step * durationSeconds(proof.step)}s`,
      exp_samples: check.state === 'silent' ? [] : [{ labels: seenAlert(check, symptom, service), value: 1 }],
    })),
  };
}

/** The alert with every label that it must carry. */
function seenAlert(
  { state, isPlaceless = false }: Check,
  symptom: Symptom,
  service: ServiceDefinition,
): string {
  const fromSeries = hasEnvironments(symptom.signal) && !isPlaceless ? { environment: watched } : {};
  return `ALERTS${labelSet({
    alertname: symptom.alert,
    alertstate: state,
    ...fromSeries,
    ...symptomLabels(symptom, service),
  })}`;
}

function labelSet(labels: Readonly<Record<string, string>>): string {
  const inside = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return `{${inside.join(',')}}`;
}
