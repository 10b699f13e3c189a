/** All mutants of a service's rules, each tried by the tests that speak of its rule. */
import type { FoundProgram } from '../../programs/found-program.ts';
import type { Objective } from '../objective.ts';
import type { TestDocument } from '../proof/promtool-test.ts';
import { ruleTestsOf } from '../proof/rule-tests.ts';
import type { RuleGroup } from '../rule.ts';
import { ruleGroupsOf } from '../rules.ts';
import type { ServiceDefinition } from '../service-definition.ts';
import { symptomGroupName } from '../symptoms/symptom-groups.ts';
import { symptomTestsOf } from '../symptoms/symptom-tests.ts';
import { equivalenceOf } from './equivalents.ts';
import { nameOfRule, type Rule, type RuleMutant, replaceRule, ruleMutants } from './rule-mutants.ts';
import { type TellingPart, tellingPart } from './telling-part.ts';
import { type Fate, ruleFile, tryRules } from './trial.ts';

/** `burn-rate`: the counts and alerts of objectives. `symptom`: all others. */
export type Family = 'burn-rate' | 'symptom';

export interface Case {
  readonly family: Family;
  readonly rule: Rule;
  readonly mutant: RuleMutant;
  /** Of each test document what may notice, and the rules that the mutant is put among. */
  readonly parts: readonly TellingPart[];
  readonly equivalence: string | undefined;
}

export interface Outcome {
  readonly family: Family;
  readonly rule: string;
  readonly change: string;
  readonly fate: Fate | 'equivalent';
  readonly reason?: string;
}

/** The mutants of every objective on its own, and of the symptoms together. */
export function casesOf(service: ServiceDefinition): Case[] {
  const objectives = service.objectives.flatMap((objective) => {
    const { signals: _, ...alone } = { ...service, objectives: [objective] };
    return casesIn('burn-rate', ruleGroupsOf(alone), ruleTestsOf(alone, ruleFile), objective);
  });
  const groups = ruleGroupsOf(service);
  const tests = symptomTestsOf(service, ruleFile);
  const symptoms = casesIn('symptom', groups, tests).filter(({ rule }) => isSymptom(groups, rule, service));
  return [...objectives, ...symptoms];
}

/** Objectives are tried on their own; their groups are only there for the symptoms that read their counts. */
function isSymptom(groups: readonly RuleGroup[], rule: Rule, { name }: ServiceDefinition): boolean {
  return groups.some((group) => group.name === symptomGroupName(name) && group.rules.includes(rule));
}

export async function tryCase(promtool: FoundProgram, one: Case): Promise<Outcome> {
  const { family, rule, mutant, parts, equivalence } = one;
  const outcome = { family, rule: nameOfRule(rule), change: mutant.change };
  if (equivalence !== undefined) return { ...outcome, fate: 'equivalent', reason: equivalence };
  const mutated = parts.map(({ groups, document }) => ({
    groups: replaceRule(groups, rule, mutant.rule),
    document,
  }));
  return { ...outcome, fate: await tryRules(promtool, mutated) };
}

/** Throws where the tests fail for the rule as it is: they would "notice" every mutant. */
export async function assertTestsHold(promtool: FoundProgram, { rule, parts }: Case): Promise<void> {
  const fate = await tryRules(promtool, parts);
  if (fate !== 'survived')
    throw new Error(
      `${nameOfRule(rule)}: its tests fail without any change; run "npm run alerts" and its promtool tests first.`,
    );
}

function casesIn(
  family: Family,
  groups: readonly RuleGroup[],
  tests: ReadonlyMap<string, TestDocument>,
  objective?: Objective,
): Case[] {
  return groups
    .flatMap(({ rules }) => rules)
    .flatMap((rule) => {
      const parts = [...tests.values()].flatMap((document) => tellingPart(groups, rule, document) ?? []);
      return ruleMutants(rule).map((mutant) => ({
        family,
        rule,
        mutant,
        parts,
        equivalence: equivalenceOf(rule, mutant, objective),
      }));
    });
}
