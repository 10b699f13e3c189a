/** The same objective for every service, once as Sloth's rules and once as ours: 99.9 % of requests without a 5xx. */
import { stringify } from 'yaml';
import type { FoundProgram } from '../../../programs/find.ts';

import { durationOf } from '../../duration.ts';
import type { Objective } from '../../objective.ts';
import { matches, narrow, selector } from '../../promql.ts';
import { ruleGroupsOf } from '../../rules.ts';
import { defineService } from '../../service-definition.ts';
import { slothRules } from '../peers/sloth.ts';
import { type BenchGroup, parseRuleFile } from './rule-file.ts';

export const target = 0.999;

export interface RuleSet {
  /** Who made it, as the tables say it. */
  readonly maker: string;
  readonly groups: readonly BenchGroup[];
  /** Labels that the expressions leave on their results, beside those that each rule attaches. */
  readonly resultLabels: Readonly<Record<string, string>>;
}

/** Counts its requests as `http_requests_total`, with `service`, `environment` and `status`. */
export interface BenchService {
  readonly service: string;
  readonly scrapeSeconds: number;
}

/** Sloth's groups name no interval: they run at the server's, taken to be 30 s. */
export const evaluationSeconds = 30;

export async function slothRuleSet(sloth: FoundProgram, of: BenchService, folder: string): Promise<RuleSet> {
  const service = `service="${of.service}"`;
  const objective = {
    service: of.service,
    name: 'availability',
    target,
    errorQuery: `sum(rate(http_requests_total{${service},status=~"5.."}[{{.window}}]))`,
    totalQuery: `sum(rate(http_requests_total{${service}}[{{.window}}]))`,
  };
  return {
    maker: `Sloth ${sloth.version}`,
    groups: await slothRules(sloth, objective, { folder, evaluationSeconds }),
    resultLabels: {},
  };
}

/** Ours, read back from the file that ships; the windows of one service are told apart by the objective's name. */
export function ourRuleSet(of: BenchService, windowDays: Objective['windowDays'] = 30): RuleSet {
  const total = selector('http_requests_total', { service: of.service });
  const service = defineService({
    name: of.service,
    owner: 'platform',
    tier: 1,
    description: 'A service that is measured',
    scrape: { interval: durationOf(of.scrapeSeconds), timeout: '5s' },
    objectives: [
      {
        name: `availability-${windowDays}d`,
        kind: 'availability',
        description: 'requests answered without a 5xx',
        target,
        windowDays,
        events: { total, bad: narrow(total, { status: matches('5..') }) },
      },
    ],
  });
  return {
    maker: 'ours',
    groups: parseRuleFile(stringify({ groups: ruleGroupsOf(service) }), evaluationSeconds),
    resultLabels: { environment: 'production' },
  };
}
