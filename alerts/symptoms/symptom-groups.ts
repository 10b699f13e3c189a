/**
 * The symptom rules of a service: a family for each signal that it declares, and for no other. Beside the objectives'
 * alerts, which say that customers are hit, these say what may be the reason, or what will hit them soon.
 */
import type { RuleGroup } from '../rule.ts';
import type { ServiceDefinition } from '../service-definition.ts';
import { symptomsOf } from './families.ts';
import type { Symptom } from './symptom.ts';
import { symptomRule } from './symptom-rule.ts';
import { scrapeInterval } from './vectors.ts';

/** At most one group; none where no signal is declared. Throws an Error that names the service, the value and the fix. */
export function symptomGroupsOf(service: ServiceDefinition): RuleGroup[] {
  const rules = allSymptomsOf(service).map((symptom) => symptomRule(symptom, service));
  return rules.length === 0
    ? []
    : [{ name: symptomGroupName(service.name), interval: scrapeInterval(service), rules }];
}

export function symptomGroupName(service: string): string {
  return `${service}-symptoms`;
}

/** Every symptom of every declared signal, in the order of the declaration. */
export function allSymptomsOf(service: ServiceDefinition): Symptom[] {
  const { signals = [] } = service;
  const seen = new Set<string>();
  for (const { kind, component } of signals) {
    const key = JSON.stringify([kind, component]);
    if (seen.has(key))
      throw new Error(
        `service "${service.name}": signal "${kind}"${component === undefined ? '' : ` of component "${component}"`} is there twice, and their alerts could not be told apart; give each its own component.`,
      );
    seen.add(key);
    if (component !== undefined && !/^[a-z][a-z0-9-]{0,29}$/.test(component))
      throw new Error(
        `service "${service.name}": component "${component}" of signal "${kind}" is not 1 to 30 of a-z, 0-9 and "-", starting with a letter (it becomes a label).`,
      );
  }
  return signals.flatMap((signal) => symptomsOf(signal, service));
}
