/**
 * What an alert itself says, from Prometheus' rules: the one step that a runbook has for a service whose metrics it
 * cannot know. https://prometheus.io/docs/prometheus/latest/querying/api/#rules
 */
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { endpointUrl, fetchJson } from '../../service/evidence/fetch-json.ts';
import type { StackAddresses } from '../config.ts';
import { type Asked, requirePrometheus } from './question.ts';

export interface AlertQuestion extends Asked {
  readonly alert: string;
  /** Whether the alert must not fire any more. */
  readonly mustBeGone: boolean;
}

const labels = z.record(z.string(), z.string());
const alertSchema = z.object({
  labels,
  annotations: labels,
  state: z.string(),
  activeAt: z.string(),
  value: z.string(),
});
const ruleSchema = z.object({
  name: z.string(),
  query: z.string(),
  health: z.string(),
  lastError: z.string().optional(),
  alerts: z.array(alertSchema),
});
const rulesSchema = z.object({
  data: z.object({ groups: z.array(z.object({ rules: z.array(ruleSchema) })) }),
});

type Alert = z.infer<typeof alertSchema>;

/**
 * Prints who is affected since when, by which value and by which rule. Exit code 1 when the alert must be gone and
 * still fires by the end of the wait, or its rule has no answer. Throws an Error when Prometheus has no such rule.
 */
export async function printAlert(question: AlertQuestion): Promise<number> {
  const { alert, stack, mustBeGone, waitSeconds, print } = question;
  const deadline = performance.now() + (mustBeGone ? waitSeconds * 1000 : 0);
  for (;;) {
    const rules = await readRules(requirePrometheus(stack), alert);
    const ours = rules.map((rule) => ({ ...rule, alerts: rule.alerts.filter((one) => isAbout(one, stack)) }));
    const firing = ours.filter(({ alerts }) => alerts.some(({ state }) => state === 'firing'));
    const broken = rules.filter(({ health }) => health === 'err');
    if (!mustBeGone || (firing.length === 0 && broken.length === 0) || performance.now() >= deadline) {
      for (const { query, lastError } of broken) print(`its rule has no answer (${lastError}): ${query}`);
      for (const { query, alerts } of ours.filter((rule) => rule.alerts.length > 0)) {
        for (const one of alerts) describeAlert(one, print);
        print(`  rule: ${query}`);
      }
      print(
        `${alert} ${firing.length > 0 ? 'fires' : 'does not fire'} for ${stack.SERVICE} in ${stack.ENVIRONMENT}`,
      );
      // Prometheus tells a rule's alerts in any order.
      const others = elsewhere(
        rules.flatMap((rule) => rule.alerts),
        stack,
      );
      for (const where of [...others].sort()) print(`it fires for ${where}`);
      return mustBeGone && firing.length + broken.length > 0 ? 1 : 0;
    }
    await pause(2000);
  }
}

async function readRules(url: string, alert: string): Promise<z.infer<typeof ruleSchema>[]> {
  const { data } = await fetchJson(endpointUrl(url, '/api/v1/rules', { type: 'alert' }), rulesSchema);
  const rules = data.groups.flatMap((group) => group.rules).filter(({ name }) => name === alert);
  if (rules.length === 0)
    throw new Error(
      `Prometheus at ${url} has no alerting rule "${alert}"; its page /rules shows what it has.`,
    );
  return rules;
}

/** An alert of the monitoring itself may have no environment. */
function isAbout({ labels: { service, environment } }: Alert, stack: StackAddresses): boolean {
  return (
    (service === undefined || service === stack.SERVICE) &&
    (environment === undefined || environment === '' || environment === stack.ENVIRONMENT)
  );
}

function elsewhere(alerts: readonly Alert[], stack: StackAddresses): string[] {
  return alerts
    .filter((one) => one.state === 'firing' && !isAbout(one, stack))
    .map(({ labels: { service, environment } }) => `${service} in ${environment ?? 'no environment'}`);
}

function describeAlert(
  { state, activeAt, value, labels: all, annotations }: Alert,
  print: Asked['print'],
): void {
  const { alertname, ...others } = all;
  const shown = Object.entries(others).map(([name, text]) => `${name}=${text}`);
  print(
    `${state} since ${activeAt.slice(0, 19)}Z, value ${Number(Number(value).toPrecision(6))}: ${shown.join(' ')}`,
  );
  for (const text of [annotations.summary, annotations.description]) if (text) print(`  ${text}`);
}
