import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { stringify } from 'yaml';
import { requireProgram, runProgram } from '../../programs/find.ts';
import type { Objective } from '../objective.ts';
import { type Expectation, type InputSeries, testDocument } from '../proof/promtool-test.ts';
import { ruleGroupsOf } from '../rules.ts';
import { ordinaryScrape } from '../service-definition.ts';
import { blackbox } from './blackbox.ts';
import { cronJob } from './cron-job.ts';
import { queueConsumer } from './queue-consumer.ts';
import { rawPromql } from './raw-promql.ts';

/** Counts from PromQL texts: the shipped tests cannot make their series, so each preset that writes some has its own. */
describe('what a preset counts by PromQL of its own', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tocsin-raw-events-'));
  });
  after(() => rm(folder, { recursive: true }));

  it('counts a run once, a failed one too, whatever kube-state-metrics goes through', async () => {
    const preset = cronJob({ namespace: 'shop', cronjob: 'invoices', runs: { target: 0.95 } });
    const owner = (run: number, pod: string): string =>
      `kube_job_owner{namespace="shop",job_name="invoices-${run}",owner_kind="CronJob",owner_name="invoices",instance="${pod}"}`;
    const failed = (run: number, pod: string): string =>
      `kube_job_failed{namespace="shop",job_name="invoices-${run}",condition="true",instance="${pod}"}`;
    await expectCounts(
      preset.objectives,
      [
        { series: owner(1, 'first'), values: '1x20 stale' },
        { series: owner(2, 'first'), values: '_x5 1x14 stale' },
        { series: failed(2, 'first'), values: '_x9 1x10 stale' },
        { series: owner(3, 'first'), values: '_x12 1x7 stale' },
        // It starts anew elsewhere, minutes later.
        ...[1, 2, 3].map((run) => ({ series: owner(run, 'second'), values: '_x40 1x40' })),
        { series: failed(2, 'second'), values: '_x40 1x40' },
        // Another job of the same namespace.
        {
          series: 'kube_job_failed{namespace="shop",job_name="invoices-weekly-7",condition="true"}',
          values: '_x5 1x70',
        },
      ],
      [
        { expr: counted('total'), atSeconds: 1200, value: 3 },
        { expr: counted('bad'), atSeconds: 1200, value: 1 },
        { expr: 'sum(slo:total_events:increase15s)', atSeconds: 1200, value: 0 },
      ],
    );
  });

  it('counts a gauge over its limit as bad while it is, and at the limit as good', async () => {
    const queue = queueConsumer({
      of: { service: 'mailer' },
      messages: { counter: 'mails_total', failed: { outcome: 'failed' } },
      oldest: { gauge: 'mails_oldest_age_seconds', target: 0.99, maxAgeSeconds: 300 },
    });
    const site = blackbox({ of: { job: 'blackbox' }, latency: { target: 0.99, thresholdSeconds: 300 } });
    for (const [preset, series] of [
      [queue, 'mails_oldest_age_seconds{service="mailer",environment="test"}'],
      [site, 'probe_duration_seconds{job="blackbox",environment="test"}'],
    ] as const)
      await expectCounts(
        preset.objectives,
        [{ series, values: '300x20 301x20 stale' }],
        [
          { expr: ratio, atSeconds: 20 * 15, value: 0 },
          { expr: ratio, atSeconds: 40 * 15, value: 1 },
          { expr: ratio, atSeconds: 44 * 15, value: undefined },
        ],
      );
  });

  it('counts messages and failures that have a counter each', async () => {
    const preset = queueConsumer({
      of: { service: 'mailer' },
      messages: { counter: 'mails_total', failed: 'mails_failed_total' },
      processing: { target: 0.99 },
    });
    await expectCounts(
      preset.objectives,
      [
        { series: 'mails_total{service="mailer",environment="test"}', values: '0+20x20' },
        { series: 'mails_failed_total{service="mailer",environment="test"}', values: '0+5x20' },
      ],
      [{ expr: ratio, atSeconds: 300, value: 0.25 }],
    );
  });

  it('counts what somebody wrote', async () => {
    const objective = rawPromql({
      kind: 'availability',
      description: 'jobs that did not fail',
      target: 0.99,
      total: 'increase(jobs_started_total{service="worker"}[$window])',
      bad: 'increase(jobs_crashed_total{service="worker"}[$window])',
      labels: { environment: 'namespace' },
    });
    await expectCounts(
      [objective],
      [
        { series: 'jobs_started_total{service="worker",namespace="shop"}', values: '0+20x20' },
        { series: 'jobs_crashed_total{service="worker",namespace="shop"}', values: '0+5x20' },
        { series: 'jobs_crashed_total{service="other",namespace="shop"}', values: '0+9x20' },
      ],
      [
        { expr: 'sum(slo:total_events:increase15s{environment="shop"})', atSeconds: 300, value: 20 },
        { expr: 'sum(slo:bad_events:increase15s{environment="shop"})', atSeconds: 300, value: 5 },
      ],
    );
  });

  async function expectCounts(
    objectives: readonly Objective[],
    series: readonly InputSeries[],
    expectations: readonly Expectation[],
  ): Promise<void> {
    const promtool = await requireProgram('promtool');
    const groups = ruleGroupsOf({
      name: 'made-up',
      owner: 'shop',
      tier: 3,
      description: 'made up for a test',
      objectives,
    });
    await writeFile(
      join(folder, 'rules.yml'),
      stringify({ groups: groups.filter(({ interval }) => interval === ordinaryScrape.interval) }),
    );
    const document = testDocument('rules.yml', 15, [{ name: 'counts', series, expectations }]);
    await writeFile(join(folder, 'test.yml'), stringify(document));
    const ran = await runProgram(promtool, ['test', 'rules', join(folder, 'test.yml')]);
    expect(ran.exitCode, `${ran.stdout}${ran.stderr}`).to.equal(0);
  }
});

const ratio = 'sum(slo:bad_events:increase15s) / sum(slo:total_events:increase15s)';

/** Everything since the test's beginning. */
function counted(what: 'bad' | 'total'): string {
  return `sum(sum_over_time(slo:${what}_events:increase15s[1h]))`;
}
