/**
 * The promtool tests of one service, as files: what its objectives count, what each window holds, when each tier
 * fires, the whole way from a raw counter to a page, and its symptoms.
 */
import { burnRateTiers } from '../burn-rate.ts';
import { durationSeconds } from '../duration.ts';
import { longStep } from '../event-counts.ts';
import { ruleGroupsOf } from '../rules.ts';
import { ordinaryScrape, type ServiceDefinition } from '../service-definition.ts';
import { symptomTestsOf } from '../symptoms/symptom-tests.ts';
import { absenceTests, quietServiceTests } from './absence-tests.ts';
import { countTests } from './count-tests.ts';
import { endToEndTests } from './end-to-end-tests.ts';
import { type PromtoolTest, type TestDocument, testDocument } from './promtool-test.ts';
import { stepOf, tierTests } from './tier-tests.ts';
import { longestWindowSeconds, longWindowTests, returnTests } from './window-tests.ts';

/** By what each file is about. promtool has one step a file, so a file holds tests of one level. */
export function ruleTestsOf(service: ServiceDefinition, ruleFile: string): Map<string, TestDocument> {
  const scrapeSeconds = durationSeconds((service.scrape ?? ordinaryScrape).interval);
  const longSeconds = durationSeconds(longStep);
  const { objectives } = service;
  const symptomTests = symptomTestsOf(service, ruleFile);
  if (objectives.length === 0) return symptomTests;
  const longestSeconds = longestWindowSeconds(objectives);
  // A level before the one that reads it: promtool's own order is that of a hash table, another one in each run.
  const groupOrder = ruleGroupsOf(service).map(({ name }) => name);
  const testFile = (
    stepSeconds: number,
    tests: readonly PromtoolTest[],
    evaluationSeconds?: number,
  ): TestDocument => ({
    ...testDocument(ruleFile, stepSeconds, tests, evaluationSeconds),
    group_eval_order: groupOrder,
  });
  return new Map([
    [
      'counts',
      testFile(
        scrapeSeconds,
        objectives.flatMap((objective) => countTests(service, objective)),
      ),
    ],
    [
      'windows',
      testFile(
        longSeconds,
        objectives.flatMap((objective) => [
          ...longWindowTests(service, objective, longestSeconds),
          ...returnTests(service, objective, longestSeconds),
        ]),
        longestSeconds,
      ),
    ],
    ...burnRateTiers.map((tier): [string, TestDocument] => [
      tier.name,
      testFile(
        stepOf(service, tier),
        objectives.flatMap((objective) => tierTests(service, objective, tier)),
      ),
    ]),
    [
      'absence',
      testFile(
        longSeconds,
        objectives.flatMap((objective) => absenceTests(service, objective)),
      ),
    ],
    [
      'incidents',
      testFile(
        scrapeSeconds,
        objectives.flatMap((objective) => [
          ...endToEndTests(service, objective),
          ...quietServiceTests(service, objective),
        ]),
      ),
    ],
    ...symptomTests,
  ]);
}
