/** All mutants of a service's rules, each tried by the tests that speak of its rule. */
import type { FoundProgram } from '../../programs/found-program.ts';
import { alertName, type Objective } from '../objective.ts';
import { ruleTestsOf } from '../proof/rule-tests.ts';
import type { RuleGroup } from '../rule.ts';
import { ruleGroupsOf } from '../rules.ts';
import type { ServiceDefinition } from '../service-definition.ts';
import { symptomTestsOf } from '../symptoms/symptom-tests.ts';
import { equivalenceOf } from './equivalents.ts';
import { nameOfRule, type Rule, type RuleMutant, replaceRule, ruleMutants } from './rule-mutants.ts';
import { type Fate, ruleFile, tryRules } from './trial.ts';

/** `burn-rate`: the counts and alerts of objectives. `symptom`: all others. */
export type Family = 'burn-rate' | 'symptom';

export interface Case {
  readonly family: Family;
  readonly rule: Rule;
  readonly mutant: RuleMutant;
  /** The rules that the mutant is put among, and the tests that may notice. */
  readonly groups: readonly RuleGroup[];
  readonly tests: ReadonlyMap<string, object>;
  readonly equivalence: string | undefined;
}

export interface Outcome {
  readonly family: Family;
  readonly rule: string;
  readonly change: string;
  readonly fate: Fate | 'equivalent';
  readonly reason?: string;
}

/** The mutants of every objective on its own, and of the symptoms together: each trial carries only what concerns it. */
export function casesOf(service: ServiceDefinition): Case[] {
  const objectives = service.objectives.flatMap((objective) => {
    const { signals: _, ...alone } = { ...service, objectives: [objective] };
    const groups = ruleGroupsOf(alone);
    const tests = ruleTestsOf(alone, ruleFile);
    return casesIn('burn-rate', groups, objective, (rule) => testsFor(rule, objective, tests));
  });
  const symptomsOnly = { ...service, objectives: [] };
  const symptoms = casesIn('symptom', ruleGroupsOf(symptomsOnly), undefined, () =>
    symptomTestsOf(symptomsOnly, ruleFile),
  );
  return [...objectives, ...symptoms];
}

export async function tryCase(promtool: FoundProgram, one: Case): Promise<Outcome> {
  const { family, rule, mutant, groups, tests, equivalence } = one;
  const outcome = { family, rule: nameOfRule(rule), change: mutant.change };
  if (equivalence !== undefined) return { ...outcome, fate: 'equivalent', reason: equivalence };
  return { ...outcome, fate: await tryRules(promtool, replaceRule(groups, rule, mutant.rule), tests) };
}

function casesIn(
  family: Family,
  groups: readonly RuleGroup[],
  objective: Objective | undefined,
  testsOf: (rule: Rule) => ReadonlyMap<string, object>,
): Case[] {
  return groups
    .flatMap(({ rules }) => rules)
    .flatMap((rule) => {
      const tests = testsOf(rule);
      return ruleMutants(rule).map((mutant) => ({
        family,
        rule,
        mutant,
        groups,
        tests,
        equivalence: equivalenceOf(rule, mutant, objective),
      }));
    });
}

/** The quick ones that speak of the rule first, the long walk from raw counters last. */
function testsFor(
  rule: Rule,
  objective: Objective,
  tests: ReadonlyMap<string, object>,
): ReadonlyMap<string, object> {
  const isTier = 'alert' in rule && rule.alert === alertName(objective);
  const first = isTier ? [rule.labels.tier] : 'alert' in rule ? ['absence'] : ['windows', 'counts'];
  return new Map(
    [...first, 'incidents'].flatMap((name) => {
      const test = name === undefined ? undefined : tests.get(name);
      return name === undefined || test === undefined ? [] : [[name, test] as const];
    }),
  );
}
