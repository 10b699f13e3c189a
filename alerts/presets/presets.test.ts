import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { stringify } from 'yaml';
import { z } from 'zod';
import { requireProgram, runProgram } from '../../programs/find.ts';
import { durationSeconds } from '../duration.ts';
import { matchesNot } from '../promql.ts';
import { ruleTestsOf } from '../proof/rule-tests.ts';
import { ruleGroupsOf } from '../rules.ts';
import { defineService, ordinaryScrape, type ServiceDefinition } from '../service-definition.ts';
import { blackbox } from './blackbox.ts';
import { cronJob } from './cron-job.ts';
import { envoy } from './envoy.ts';
import { grpc } from './grpc.ts';
import { haproxy } from './haproxy.ts';
import { istio } from './istio.ts';
import { nginxIngress } from './nginx-ingress.ts';
import { otelHttp } from './otel-http.ts';
import { otelHttpClassic } from './otel-http-classic.ts';
import { promClient } from './prom-client.ts';
import { promhttp } from './promhttp.ts';
import { pushedJob } from './pushed-job.ts';
import { queueConsumer } from './queue-consumer.ts';
import { rawPromql } from './raw-promql.ts';
import type { Preset } from './scope.ts';

const availability = { target: 0.999 };
const latency = { target: 0.99, thresholdSeconds: 0.5 };
const fixed = { environment: { value: 'production' } };

/** Each preset as somebody would take it, by a name for its service. */
const presets: Readonly<Record<string, Preset>> = {
  'prom-client': promClient({
    of: { service: 'shop', route: matchesNot('/health.*') },
    statusLabel: 'status_code',
    availability,
    latency,
  }),
  promhttp: promhttp({
    of: { job: 'checkout' },
    availability,
    latency,
    labels: { environment: 'namespace' },
  }),
  'promhttp-own-buckets': promhttp({
    of: { job: 'checkout' },
    edges: [0.1, 0.3, 1.2, 3],
    latency: { target: 0.95, thresholdSeconds: 0.3, windowDays: 7, name: 'quick' },
  }),
  'otel-http': otelHttp({ of: { job: 'shop/checkout' }, availability, latency }),
  'otel-http-errors': otelHttp({ of: { job: 'shop/checkout' }, failedBy: 'error-type', availability }),
  'otel-http-classic': otelHttpClassic({
    of: { job: 'shop/checkout' },
    availability,
    latency: { target: 0.99, thresholdSeconds: 2.5 },
    labels: fixed,
  }),
  haproxy: haproxy({ of: { proxy: 'shop' }, availability, labels: fixed }),
  'nginx-ingress': nginxIngress({
    of: { ingress: 'shop', path: matchesNot('/health') },
    availability,
    latency,
  }),
  istio: istio({
    of: { destination_service_name: 'storefront', request_protocol: 'http' },
    availability,
    latency: { target: 0.99, thresholdSeconds: 1 },
  }),
  envoy: envoy({ of: { envoy_cluster_name: 'shop' }, availability, latency, labels: { environment: null } }),
  grpc: grpc({ of: { grpc_service: 'shop.v1.Cart' }, availability, latency }),
  'cron-job': cronJob({
    namespace: 'shop',
    cronjob: 'invoices',
    freshness: { target: 0.99, maxAgeSeconds: 90_000 },
    runs: { target: 0.95 },
  }),
  'pushed-job': pushedJob({
    of: { job: 'db_backup' },
    lastSuccess: 'db_backup_last_completion_timestamp_seconds',
    freshness: { target: 0.99, maxAgeSeconds: 90_000 },
    labels: fixed,
  }),
  'queue-consumer': queueConsumer({
    of: { service: 'mailer' },
    messages: { counter: 'mails_total', failed: { outcome: 'failed' } },
    processing: { target: 0.99 },
    backlog: { rabbitmqQueue: 'mails' },
    oldest: { gauge: 'mails_oldest_age_seconds', target: 0.99, maxAgeSeconds: 300 },
  }),
  'kafka-consumer': queueConsumer({
    of: { service: 'mailer' },
    messages: { counter: 'mails_total', failed: { outcome: 'failed' } },
    backlog: { kafkaConsumerGroup: 'mailer', topic: 'mails' },
  }),
  blackbox: blackbox({
    of: { job: 'blackbox', instance: 'https://shop.example' },
    probe: { target: 0.999 },
    latency: { target: 0.99, thresholdSeconds: 1.5 },
  }),
  'raw-promql': {
    objectives: [
      rawPromql({
        kind: 'availability',
        description: 'jobs that did not fail',
        target: 0.99,
        total: 'increase(jobs_started_total{service="worker"}[$window])',
        bad: 'increase(jobs_crashed_total{service="worker"}[$window])',
      }),
    ],
    signals: [],
    symptoms: {},
  },
};

const services = Object.entries(presets).map(
  ([name, preset]): ServiceDefinition =>
    defineService({ name, owner: 'shop', tier: 3, description: `made up for the preset ${name}`, ...preset }),
);

/**
 * What differs from preset to preset is the way from the raw series to the base counts, and the symptoms. The windows of
 * hours and days, and the alerts on them, begin at recorded counts, which are alike for all; `shipped.test.ts` runs them.
 */
const fromRawSeries = /^(?:counts|symptoms-.*)$/;
const mostSeconds = 300;

function rawSeriesTests(service: ServiceDefinition, rules: string): [string, RuleTests][] {
  return [...ruleTestsOf(service, rules)]
    .filter(([about]) => fromRawSeries.test(about))
    .map(([about, document]) => {
      const { tests, ...rest } = ruleTests.parse(document);
      const isQuick = ({ promql_expr_test }: RuleTests['tests'][number]): boolean =>
        promql_expr_test.every(({ eval_time }) => durationSeconds(eval_time) <= mostSeconds);
      return [about, { ...rest, tests: about.startsWith('symptoms-') ? tests : tests.filter(isQuick) }];
    });
}

const ruleTests = z.looseObject({
  tests: z.array(z.looseObject({ promql_expr_test: z.array(z.looseObject({ eval_time: z.string() })) })),
});
type RuleTests = z.infer<typeof ruleTests>;

describe('each preset', () => {
  let folder: string;
  let promtool: Awaited<ReturnType<typeof requireProgram>>;
  before(async function () {
    this.timeout(60_000);
    promtool = await requireProgram('promtool');
    folder = await mkdtemp(join(tmpdir(), 'tocsin-presets-'));
    await mkdir(join(folder, 'rules'));
  });
  after(() => rm(folder, { recursive: true }));

  for (const service of services) {
    it(`${service.name}: promtool accepts its rules and finds in its series what they say`, async function () {
      this.timeout(180_000);
      const rules = join(folder, `rules/${service.name}.yml`);
      const groups = ruleGroupsOf(service);
      await writeFile(rules, stringify({ groups }));
      const checked = await runProgram(promtool, ['check', 'rules', rules]);
      expect(checked.exitCode, `${checked.stdout}${checked.stderr}`).to.equal(0);

      await writeFile(
        rules,
        stringify({ groups: groups.filter(({ interval }) => interval === ordinaryScrape.interval) }),
      );
      const files = rawSeriesTests(service, rules);
      expect(files.map(([about]) => about)).to.include(
        service.objectives.length > 0 ? 'counts' : 'symptoms-15s',
      );
      const paths = files.map(([about]) => join(folder, `${service.name}.${about}.yml`));
      for (const [index, [, tests]] of files.entries())
        await writeFile(paths[index] ?? '', stringify(tests, { aliasDuplicateObjects: false }));
      const ran = await runProgram(promtool, ['test', 'rules', ...paths], { timeoutMs: 170_000 });
      expect(ran.exitCode, `${ran.stdout}${ran.stderr}`).to.equal(0);
    });
  }
});
