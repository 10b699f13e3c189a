/** The tables and goals of `npm run bench:pages`. */
import { count, type Goal, renderGoals, renderTable } from '../report.ts';
import type { Detection, IncidentRow } from './detection.ts';
import type { EngineAnswer } from './engine-check.ts';
import { grouping } from './notifications.ts';
import { type Effort, incidentSeconds } from './rows.ts';
import { sloth } from './rule-sets.ts';
import { goalRow, type Simulated } from './simulation.ts';

/** False pages a month at most. */
const mostFalsePages = 0.1;

export interface PagesContext {
  readonly effort: Effort;
  readonly promtool: string;
}

export function describePages(
  simulated: Simulated,
  answers: readonly EngineAnswer[],
  { effort, promtool }: PagesContext,
): string[] {
  const names = simulated.healthy[0]?.messages.map(({ ruleSet }) => ruleSet) ?? [];
  return [
    '# False pages, and how soon a real one comes',
    `Simulated with seed ${effort.seed}: one objective (99.9 % of requests without a 5xx over 30 days), requests at random, one target scraped every 15 s at a random phase, counters that start at zero. Ours as compiled: counts every 15 s, read 5 s late. Sloth's groups name no interval and run every 15 s here, as the server does; Pyrra's name 30 s. All stand at random phases. Alertmanager waits ${grouping.waitSeconds} s before the first message and looks at a group every ${grouping.intervalSeconds / 60} minutes then, for all three.`,
    `## False messages a month`,
    `${effort.months} months a row in which half the error budget is used, evenly. "Try again" is a client whose request fails and who fails three times more within 5 s; the share of failed requests is the same.`,
    renderTable(
      [
        'requests an hour',
        ...names.map((name) => `pages, ${name}`),
        ...names.map((name) => `tickets, ${name}`),
      ],
      simulated.healthy.map(({ requestsPerHour, failuresAtOnce, messages }) => [
        `${count(requestsPerHour)}${failuresAtOnce === 1 ? '' : ', clients try again'}`,
        ...messages.map(({ pages }) => pages.toFixed(2)),
        ...messages.map(({ tickets }) => tickets.toFixed(2)),
      ]),
    ),
    '## Time to the page',
    `${effort.incidents} incidents a row, each ${incidentSeconds / 3600} hours long, after half the budget's errors or (clean) none: the share that was paged, and median and worst seconds from the first failed request to Alertmanager's first message. Incidents that began while an earlier page was out are left out. At few requests an hour one failure is over every ratio: the peers page for it at once, in an incident as in a healthy month.`,
    renderTable(
      ['failing, requests an hour', ...names.flatMap((name) => [name, 'median s', 'worst s'])],
      simulated.incidents.map(({ requestsPerHour, badRatio, backgroundRatio, detections }) => [
        `${badRatio * 100} %, ${count(requestsPerHour)}${backgroundRatio === 0 ? ' (clean)' : ''}`,
        ...detections.flatMap(({ share, medianSeconds, worstSeconds }) => [
          `${(share * 100).toFixed(share > 0.99 && share < 1 ? 1 : 0)} %`,
          secondsText(medianSeconds),
          secondsText(worstSeconds),
        ]),
      ]),
    ),
    '## Is the simulation right?',
    `The same requests were given to ${promtool} with the rules themselves: ours as compiled, the peers' ratios and alerts as they write them. At each evaluation the same alerts have to fire. (Windows beyond 41 hours of raw series are more than promtool loads; the peers' tickets are looked at every 5 minutes there.)`,
    renderTable(
      ['requests', 'compiler', 'instants', 'of them firing', 'agree'],
      answers.map(({ name, ruleSet, instants, firing, agreed }) => [
        name,
        ruleSet,
        count(instants),
        count(firing),
        count(agreed),
      ]),
    ),
    engineLine(answers),
    '## Goals',
    renderGoals(goalsOf(simulated, answers)),
  ];
}

export function engineLine(answers: readonly EngineAnswer[]): string {
  const { agreed, instants } = sumOf(answers);
  return `engine agrees: ${count(agreed)} of ${count(instants)} instants`;
}

function goalsOf(simulated: Simulated, answers: readonly EngineAnswer[]): Goal[] {
  const { agreed, instants } = sumOf(answers);
  const twenty = clean(simulated, 0.2).worstSeconds;
  const all = clean(simulated, 1).worstSeconds;
  const atLeast600 = simulated.incidents.filter(({ requestsPerHour }) => requestsPerHour >= 600);
  const outages = mostLater(atLeast600.filter(({ badRatio }) => badRatio === 1));
  const any = mostLater(atLeast600);
  const oneEvaluation = sloth.countsEverySeconds;
  return [
    falsePagesGoal(simulated, 1, 'failures are independent'),
    falsePagesGoal(simulated, 4, 'failing clients try again'),
    {
      what: 'told in under 2 minutes after 30 clean days when 20 % of 10 requests a second fail',
      isMet: twenty < 120,
      measured: `${secondsText(twenty)} s at worst`,
    },
    {
      what: 'within 60 s when all of them fail',
      isMet: all <= 60,
      measured: `${secondsText(all)} s at worst`,
    },
    {
      what: "100 % errors at 600 requests an hour and above told within one evaluation (15 s) of Sloth's time",
      isMet: outages.seconds <= oneEvaluation,
      measured: describeLater(outages),
    },
    {
      what: 'no incident at 600 requests an hour and above told later than by Sloth (15 s, or 2 % of its time, is the same)',
      isMet: any.seconds <= oneEvaluation || any.share <= 0.02,
      measured: describeLater(any),
    },
    {
      what: 'the engine fires when the simulation does',
      isMet: agreed === instants,
      measured: `${count(agreed)} of ${count(instants)} instants`,
    },
  ];
}

function falsePagesGoal({ healthy }: Simulated, failuresAtOnce: number, when: string): Goal {
  const rows = healthy
    .filter((row) => row.failuresAtOnce === failuresAtOnce)
    .map(({ requestsPerHour, messages }) => ({
      requestsPerHour,
      pages: messages.at(-1)?.pages ?? Number.NaN,
    }));
  const worst = rows.reduce((left, right) => (right.pages > left.pages ? right : left));
  return {
    what: `at most ${mostFalsePages} false pages a month at every traffic when ${when}`,
    isMet: worst.pages <= mostFalsePages,
    measured:
      worst.pages === 0 ? 'none' : `${worst.pages.toFixed(2)} at ${count(worst.requestsPerHour)} an hour`,
  };
}

interface Later {
  readonly row: IncidentRow;
  /** By how much our median is later than Sloth's; negative where it is sooner. */
  readonly seconds: number;
  readonly share: number;
}

/** The row in which we are later than Sloth by the largest share of its time. */
function mostLater(rows: Simulated['incidents']): Later {
  const later = rows.map((row) => {
    const theirs = ofSloth(row.detections).medianSeconds;
    const seconds = oursOf(row.detections).medianSeconds - theirs;
    return { row, seconds, share: seconds / theirs };
  });
  return later.reduce((left, right) => (right.share > left.share ? right : left));
}

function describeLater({ row, seconds }: Later): string {
  const difference = seconds > 0 ? `${secondsText(seconds)} s later` : `${secondsText(-seconds)} s sooner`;
  return `medians: ${difference} at worst, when ${row.badRatio * 100} % of ${count(row.requestsPerHour)} an hour fail`;
}

function clean({ incidents }: Simulated, badRatio: number): Detection {
  const row = incidents.find(
    (incident) =>
      incident.badRatio === badRatio &&
      incident.backgroundRatio === goalRow.backgroundRatio &&
      incident.requestsPerHour === goalRow.requestsPerHour,
  );
  if (row === undefined) throw new Error(`No clean row of ${badRatio} was simulated.`);
  return oursOf(row.detections);
}

function ofSloth(detections: readonly Detection[]): Detection {
  return found(detections.find(({ ruleSet }) => ruleSet === sloth.name));
}

function oursOf(detections: readonly Detection[]): Detection {
  return found(detections.at(-1));
}

function found(detection: Detection | undefined): Detection {
  if (detection === undefined) throw new Error('A row was simulated without all three compilers.');
  return detection;
}

function sumOf(answers: readonly EngineAnswer[]): { agreed: number; instants: number } {
  return {
    agreed: answers.reduce((sum, answer) => sum + answer.agreed, 0),
    instants: answers.reduce((sum, answer) => sum + answer.instants, 0),
  };
}

function secondsText(seconds: number): string {
  return Number.isNaN(seconds) ? '-' : count(seconds);
}
