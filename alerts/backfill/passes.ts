/**
 * The recorded counts of services in the order in which their past can be made. Rules that are filled in together do not
 * see each other's results, so a level must be in the server before the next one is made.
 * https://prometheus.io/docs/prometheus/latest/storage/#backfilling-for-recording-rules
 */
import { type Duration, durationSeconds } from '../duration.ts';
import { countMetric, recordedCount } from '../event-counts.ts';
import { readsOf } from '../plan/samples.ts';
import { renderPromql } from '../promql.ts';
import type { RecordingRule, RuleGroup } from '../rule.ts';
import { ruleGroupsOf } from '../rules.ts';
import { ordinaryScrape, type ServiceDefinition } from '../service-definition.ts';

/** One run of promtool: rules of one level and one interval. */
export interface BackfillPass {
  readonly interval: Duration;
  /** How long a block may be at most; each rule gets its own blocks. */
  readonly blockHours: number;
  /** Whether a later pass reads what this one makes. */
  readonly isRead: boolean;
  readonly rules: readonly RecordingRule[];
}

interface LeveledRule {
  readonly rule: RecordingRule;
  readonly interval: Duration;
  readonly level: number;
}

/** Lengths that Prometheus compacts to: two hours, and three times the one before. */
const blockHours = [2, 6, 18, 54, 162] as const;

/** Prometheus answers 11,000 steps of a query; half of that keeps a thousand raw series below its limit of samples. */
const maxSteps = 5_000;

/**
 * What is added up later or drawn as a course: the base, the long level and its windows. The short windows are not here:
 * nothing reads their past, and Prometheus has them a minute after it has the rules.
 */
export function backfillPasses(services: readonly ServiceDefinition[]): BackfillPass[] {
  const leveled = services.flatMap(leveledRules);
  const keys = new Map(leveled.map(({ level, interval }) => [`${level} ${interval}`, { level, interval }]));
  return [...keys.values()]
    .sort((a, b) => a.level - b.level || durationSeconds(a.interval) - durationSeconds(b.interval))
    .map(({ level, interval }) => ({
      interval,
      blockHours: longestBlock(interval),
      isRead: leveled.some((other) => other.level > level),
      rules: leveled
        .filter((other) => other.level === level && other.interval === interval)
        .map(({ rule }) => rule),
    }));
}

/** The rule file of a pass. One group, so that all its counts are of the same moments. */
export function ruleFileOf({ interval, rules }: BackfillPass): { groups: RuleGroup[] } {
  return { groups: [{ name: 'recorded', interval, rules }] };
}

function leveledRules(service: ServiceDefinition): LeveledRule[] {
  const { interval: base } = service.scrape ?? ordinaryScrape;
  const isBase = (record: string): boolean =>
    record === countMetric('total', base) || record === countMetric('bad', base);
  const kept = ruleGroupsOf(service).flatMap(({ interval, rules }) =>
    rules.flatMap((rule) =>
      'record' in rule && (interval !== base || isBase(rule.record)) ? [{ rule, interval }] : [],
    ),
  );
  const written = withoutRecordedTotal(
    service,
    kept.map(({ rule }) => rule),
  );
  const levelOf = (expr: string): number =>
    Math.max(
      0,
      ...readsOf(expr).flatMap(({ metric }) =>
        written.filter(({ record }) => record === metric).map((below) => levelOf(below.expr) + 1),
      ),
    );
  return kept.map(({ interval }, index) => {
    const rule = written[index];
    if (rule === undefined) throw new Error(`rule ${index} of "${service.name}" is gone`);
    return { rule, interval, level: levelOf(rule.expr) };
  });
}

/**
 * The base with its total worked out where it is read. Made in a pass of its own it would be one more level, and a recorded
 * series that is filled in ends without a stale marker: for five minutes after a target left, its last total would be
 * read, and without good events it would all be bad.
 */
function withoutRecordedTotal(service: ServiceDefinition, rules: readonly RecordingRule[]): RecordingRule[] {
  const { interval } = service.scrape ?? ordinaryScrape;
  return rules.map((rule) => {
    const total = rules.find(
      ({ record, labels }) => record === countMetric('total', interval) && labels.slo === rule.labels.slo,
    );
    if (total === undefined || rule.record !== countMetric('bad', interval)) return rule;
    const name = total.labels.slo ?? '';
    const read = renderPromql(recordedCount('total', service, { name }, interval));
    return { ...rule, expr: rule.expr.replaceAll(read, `(${total.expr})`) };
  });
}

function longestBlock(interval: Duration): number {
  const most = (maxSteps * durationSeconds(interval)) / 3600;
  return blockHours.findLast((hours) => hours <= most) ?? blockHours[0];
}
