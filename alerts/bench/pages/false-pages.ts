/** How often people are told of nothing: months in which the service keeps its objective twice over. */
import { drawPhases, evaluateRules } from './evaluate.ts';
import { firstMessages } from './notifications.ts';
import { seededRandom } from './random.ts';
import { drawStream } from './request-stream.ts';
import type { Effort } from './rows.ts';
import type { Severity } from './rule-set.ts';
import { budgetRatio, ruleSetsFor } from './rule-sets.ts';

export interface HealthyRow {
  readonly requestsPerHour: number;
  readonly failuresAtOnce: number;
}

export interface FalseMessages {
  readonly ruleSet: string;
  /** A month of 30 days, on average. */
  readonly pages: number;
  readonly tickets: number;
}

const daySeconds = 86_400;
/** The longest window of any compiler (Pyrra's 4d6h51m) is full before the month begins. */
export const historyDays = 5;

/** Independent months, each with scrapes and evaluations of its own; all rule sets see the same requests. */
export function countFalseMessages(row: HealthyRow, { seed, months }: Effort): FalseMessages[] {
  const ruleSets = ruleSetsFor(row.requestsPerHour);
  const counts = ruleSets.map(({ name }) => ({ ruleSet: name, pages: 0, tickets: 0 }));
  for (let month = 0; month < months; month += 1) {
    const random = seededRandom(seed, 'healthy', row.failuresAtOnce, row.requestsPerHour, month);
    const stream = drawStream(random, {
      ...row,
      backgroundRatio: budgetRatio / 2,
      seconds: (historyDays + 30) * daySeconds,
    });
    const phases = drawPhases(random);
    for (const [index, ruleSet] of ruleSets.entries()) {
      const firings = evaluateRules(ruleSet, stream, phases, historyDays * daySeconds);
      const messages = (severity: Severity): number =>
        firstMessages(firings.filter(({ tier }) => tier.severity === severity)).length;
      const count = counts[index];
      if (count === undefined) continue;
      count.pages += messages('critical');
      count.tickets += messages('warning');
    }
  }
  return counts.map(({ ruleSet, pages, tickets }) => ({
    ruleSet,
    pages: pages / months,
    tickets: tickets / months,
  }));
}
