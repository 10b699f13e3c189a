import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { requireProgram, runProgram } from '../programs/find.ts';
import { readRunbook, runbookNames } from './shipped-runbooks.ts';

/** Ten minutes of samples, one every 15 s, in promtool's notation. */
type Series = Readonly<Record<string, string>>;

const always = (value: number): string => `${value}x40`;
const counting = '0+5x40';
const desk = 'service="desk",environment="staging"';
const burning = `ALERTS{alertname="FreshnessBudgetBurn",alertstate="firing",slo="nightly",${desk}}`;
const counted = (slo: string): string => `slo:total_events:increase1m{slo="${slo}",${desk}}`;
const bad = (slo: string): string => `slo:bad_events:increase1m{slo="${slo}",${desk}}`;
const watchdog = 'ALERTS{alertname="Watchdog",alertstate="firing"}';

/** When each check must hold, and when it must not; without any data none may. */
const cases: Readonly<Record<string, { readonly well: Series; readonly ill: readonly Series[] }>> = {
  'FreshnessBudgetBurn no-bad-event': {
    // Fired until a while ago; another objective that burns is not this alert's.
    well: { [burning]: '1x20 _x20', [bad('nightly')]: '4x20 0x19', [bad('other')]: always(4) },
    ill: [{ [burning]: always(1), [bad('nightly')]: always(4) }],
  },
  'ProbeBudgetBurn probes-succeed': {
    well: { [`probe_success{instance="a",${desk}}`]: '0x10 1x30' },
    ill: [
      {
        [`probe_success{instance="a",${desk}}`]: always(1),
        [`probe_success{instance="b",${desk}}`]: '1x37 0x3',
      },
    ],
  },
  'ObjectiveDataMissing counted-again': {
    well: { [counted('availability')]: always(9), [counted('latency')]: '9x10 _x20 9x10' },
    ill: [{ [counted('availability')]: always(9), [counted('latency')]: '9x10 _x30' }],
  },
  'TargetDown all-up': {
    well: { [`up{instance="a",${desk}}`]: '0x10 1x30' },
    ill: [{ [`up{instance="a",${desk}}`]: always(1), [`up{instance="b",${desk}}`]: always(0) }],
  },
  'RestartLoop no-start': {
    well: { [`process_start_time_seconds{instance="a",${desk}}`]: always(200) },
    ill: [
      {
        [`process_start_time_seconds{instance="a",${desk}}`]: always(200),
        [`process_start_time_seconds{instance="b",${desk}}`]: always(500),
      },
    ],
  },
  'ConnectionPoolExhausted nobody-waits': {
    well: { [`db_pool_connections{state="waiting",${desk}}`]: '7x30 0x10' },
    ill: [{ [`db_pool_connections{state="waiting",${desk}}`]: '0x37 1 0x3' }],
  },
  'CertificateExpiring renewed': {
    well: { [`probe_ssl_earliest_cert_expiry{${desk}}`]: '1000x20 900000x19' },
    ill: [{ [`probe_ssl_earliest_cert_expiry{${desk}}`]: always(1000) }],
  },
  'VaultSealed all-unsealed': {
    well: { 'vault_core_unsealed{instance="a"}': '0x10 1x30' },
    ill: [{ 'vault_core_unsealed{instance="a"}': always(1), 'vault_core_unsealed{instance="b"}': always(0) }],
  },
  'Watchdog fires-and-is-sent': {
    well: {
      [watchdog]: always(1),
      prometheus_notifications_sent_total: counting,
      alertmanager_notifications_total: counting,
    },
    ill: [
      {
        [watchdog]: always(1),
        prometheus_notifications_sent_total: always(9),
        alertmanager_notifications_total: counting,
      },
      {
        [watchdog]: always(1),
        prometheus_notifications_sent_total: counting,
        alertmanager_notifications_total: always(9),
      },
      { prometheus_notifications_sent_total: counting, alertmanager_notifications_total: counting },
    ],
  },
  'PrometheusConfigReloadFailed reloaded': {
    well: { prometheus_config_last_reload_successful: '0x10 1x30' },
    ill: [{ prometheus_config_last_reload_successful: always(0) }],
  },
  'PrometheusRuleFailures no-failure': {
    well: {
      prometheus_rule_evaluation_failures_total: '0+1x20 20x20',
      prometheus_rule_group_last_duration_seconds: always(1),
    },
    ill: [
      {
        prometheus_rule_evaluation_failures_total: counting,
        prometheus_rule_group_last_duration_seconds: always(1),
      },
    ],
  },
  'PrometheusNotificationsFailing taken': {
    well: {
      prometheus_notifications_dropped_total: always(7),
      prometheus_notifications_sent_total: counting,
      prometheus_notifications_alertmanagers_discovered: always(1),
    },
    ill: [
      {
        prometheus_notifications_dropped_total: counting,
        prometheus_notifications_sent_total: counting,
        prometheus_notifications_alertmanagers_discovered: always(1),
      },
      {
        prometheus_notifications_dropped_total: always(7),
        prometheus_notifications_alertmanagers_discovered: always(0),
      },
    ],
  },
  'AlertmanagerConfigReloadFailed reloaded-everywhere': {
    well: { 'alertmanager_config_last_reload_successful{instance="a"}': '0x10 1x30' },
    ill: [
      {
        'alertmanager_config_last_reload_successful{instance="a"}': always(1),
        'alertmanager_config_last_reload_successful{instance="b"}': always(0),
      },
    ],
  },
  'AlertmanagerNotificationsFailing delivered': {
    well: { alertmanager_notifications_failed_total: always(7), alertmanager_notifications_total: counting },
    ill: [
      { alertmanager_notifications_failed_total: counting, alertmanager_notifications_total: counting },
      { alertmanager_notifications_failed_total: always(7), alertmanager_notifications_total: always(7) },
    ],
  },
  'LogPipelineFailing nothing-refused': {
    well: { loki_distributor_lines_received_total: counting, loki_discarded_samples_total: always(7) },
    ill: [
      { loki_distributor_lines_received_total: counting, loki_discarded_samples_total: counting },
      { loki_distributor_lines_received_total: always(7) },
    ],
  },
  'TracePipelineFailing nothing-lost': {
    well: {
      otelcol_receiver_accepted_spans_total: counting,
      otelcol_receiver_refused_spans_total: always(7),
    },
    ill: [
      { otelcol_receiver_accepted_spans_total: counting, otelcol_receiver_refused_spans_total: counting },
      { otelcol_receiver_accepted_spans_total: counting, otelcol_exporter_send_failed_spans_total: counting },
      { otelcol_receiver_accepted_spans_total: always(7) },
    ],
  },
  'TelemetryDropped nothing-dropped': {
    well: { [`telemetry_dropped_total{signal="logs",${desk}}`]: '0+1x20 20x20' },
    ill: [{ [`telemetry_dropped_total{signal="logs",${desk}}`]: counting }],
  },
};

describe('the checks at the end of runbooks', () => {
  let folder: string;
  let checks: Map<string, string>;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tocsin-verification-'));
    checks = await readChecks();
  });
  after(() => rm(folder, { recursive: true }));

  it('are each tried here', () => {
    expect([...checks.keys()].sort()).to.deep.equal(Object.keys(cases).sort());
  });

  for (const [name, { well, ill }] of Object.entries(cases))
    it(`hold when it is well, not when it is ill, and not without data: ${name}`, async function () {
      this.timeout(60_000);
      const promql = checks.get(name) ?? '';
      const tests = [
        promtoolTest(promql, well, 1),
        ...[...ill, {}].map((series) => promtoolTest(promql, series, 0)),
      ];
      const file = join(folder, `${name.replace(' ', '-')}.json`);
      await writeFile(file, JSON.stringify({ evaluation_interval: '15s', tests }));
      const promtool = await requireProgram('promtool');
      const { exitCode, stdout, stderr } = await runProgram(promtool, ['test', 'rules', file]);
      expect(exitCode, `${stdout}${stderr}`).to.equal(0);
    });
});

/** Every query that must hold, by "<alert> <step>". */
async function readChecks(): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const { alert, steps } of await Promise.all((await runbookNames()).map(readRunbook)))
    for (const { name, command } of steps) {
      const [, promql] = /evidence -- query --holds --wait \d+ '([^']+)'/.exec(command) ?? [];
      if (promql !== undefined)
        found.set(
          `${alert} ${name}`,
          promql.replaceAll('$service', 'desk').replaceAll('$environment', 'staging'),
        );
    }
  return found;
}

/** Whether the query gives any series after ten minutes: 1 or 0. */
function promtoolTest(promql: string, series: Series, expected: 0 | 1): object {
  return {
    interval: '15s',
    input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
    promql_expr_test: [
      {
        expr: `(count(${promql}) > bool 0) or vector(0)`,
        eval_time: '10m',
        exp_samples: [{ labels: '{}', value: expected }],
      },
    ],
  };
}
