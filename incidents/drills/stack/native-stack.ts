/** Everything that a rehearsal needs, up on this machine: the production desk, the monitoring, and the proxy in front of the patient. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { renderYaml } from '../../../alerts/artefacts.ts';
import { catalog } from '../../../alerts/catalog.ts';
import { prometheusConfig } from '../../../alerts/prometheus-config.ts';
import { alertmanagerConfig } from '../../../alerts/routing/alertmanager-config.ts';
import { routingTree } from '../../../alerts/routing/routing-tree.ts';
import { startAlertmanager } from '../../../programs/servers/alertmanager.ts';
import { startGrafana } from '../../../programs/servers/grafana.ts';
import { startHaproxy } from '../../../programs/servers/haproxy.ts';
import { startJaeger } from '../../../programs/servers/jaeger.ts';
import { startLoki } from '../../../programs/servers/loki.ts';
import { startPostgres } from '../../../programs/servers/postgres.ts';
import { startPrometheus } from '../../../programs/servers/prometheus.ts';
import type { Drill } from '../drill.ts';
import { chooseAddresses, localUrl } from './addresses.ts';
import { migrateDatabase, startDesk } from './desk-process.ts';
import { watchDatabase, watchHost } from './exporters.ts';
import type { StackPrograms } from './stack-programs.ts';
import { StartTogether } from './start-together.ts';

export interface NativeStack {
  readonly deskUrl: string;
  /** The patient, as its users see it: through the proxy. */
  readonly patientUrl: string;
  readonly prometheusUrl: string;
  readonly alertmanagerUrl: string;
  readonly lokiUrl: string | undefined;
  readonly jaegerUrl: string | undefined;
  readonly grafanaUrl: string | undefined;
  /** What the deploy and runbook verbs need to find this stack; holds the patient's database password. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface NativeStackSetting {
  /** The repository. */
  readonly root: string;
  readonly runDir: string;
  readonly drill: Drill;
  readonly programs: StackPrograms;
  /** Rule files about the patient; the shipped ones unless a test takes one away. */
  readonly ruleFiles: readonly string[];
  readonly print: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Quicker than production's 15 s, so that nobody waits; nothing else about the monitoring differs. */
export const scrapeIntervalSeconds = 5;

/** Starts all parts, as many at once as their order allows. Throws what failed first; what is up by then is recorded in the run folder, where a sweep finds it. */
export async function startNativeStack(setting: NativeStackSetting): Promise<NativeStack> {
  const { root, runDir, programs } = setting;
  const together = new StartTogether(setting.print, setting.signal);
  const where = { runDir, signal: together.signal };
  const addresses = await chooseAddresses(runDir);
  const targetsDir = join(runDir, 'targets');
  const deployRoot = join(runDir, 'deploy');
  const proxyStateFile = join(deployRoot, 'haproxy.state');
  // They tell when a part of the monitoring is gone: right where all of it could be had in the first place. Those about
  // the database and the host are left out: what this laptop is short of is no part of a rehearsal.
  const monitoringRules =
    programs.loki && programs.jaeger ? [join(root, 'alerts', 'generated', 'rules', 'monitoring.yml')] : [];
  await mkdir(targetsDir, { recursive: true });
  await mkdir(deployRoot, { recursive: true });

  const [postgres, loki, jaeger] = await together.all([
    together.part('postgres', startPostgres({ ...where, databases: ['desk', 'patient'] })),
    programs.loki && together.part('loki', startLoki(where)),
    programs.jaeger && together.part('jaeger', startJaeger(where)),
    programs['node-exporter'] && together.part('node-exporter', watchHost({ ...where, targetsDir })),
    together.part(
      'haproxy',
      startHaproxy({
        ...where,
        configPath: join(root, 'deploy', 'haproxy.cfg'),
        env: {
          HAPROXY_FRONT: `127.0.0.1:${addresses.frontPort}`,
          HAPROXY_METRICS: `127.0.0.1:${addresses.proxyMetricsPort}`,
          HAPROXY_SOCKET: addresses.proxySocket,
          HAPROXY_STATE: proxyStateFile,
        },
      }),
    ),
  ]);
  const telemetry = {
    ...(jaeger ? { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${jaeger.otlpHttpUrl}/v1/traces` } : {}),
    ...(loki ? { OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: `${loki.url}/otlp/v1/logs` } : {}),
  };
  const backends = {
    PROMETHEUS_URL: localUrl(addresses.prometheusPort),
    ...(loki ? { LOKI_URL: loki.url } : {}),
    ...(jaeger ? { JAEGER_URL: jaeger.url } : {}),
  };
  const deskUrl = localUrl(addresses.deskPort);
  const startProductionDesk = async (): Promise<void> => {
    const databaseUrl = postgres.urlOf('desk');
    await migrateDatabase(root, databaseUrl);
    await startDesk({
      ...where,
      root,
      targetsDir,
      port: addresses.deskPort,
      env: {
        DATABASE_URL: databaseUrl,
        ENVIRONMENT: 'production',
        PUBLIC_URL: deskUrl,
        RUNBOOKS_DIR: join(root, 'runbooks'),
        ...(programs.grafana ? { GRAFANA_URL: localUrl(addresses.grafanaPort) } : {}),
        ...backends,
        ...telemetry,
      },
    });
  };
  const [, prometheus, alertmanager, grafana] = await together.all([
    together.part('desk', startProductionDesk()),
    together.part(
      'prometheus',
      startPrometheus({
        ...where,
        port: addresses.prometheusPort,
        configText: renderYaml(
          prometheusConfig({
            scrapeInterval: `${scrapeIntervalSeconds}s`,
            externalLabels: { drill: setting.drill.name },
            ruleFiles: [...setting.ruleFiles, ...monitoringRules],
            targetFiles: [join(targetsDir, '*.json')],
            alertmanagers: [`127.0.0.1:${addresses.alertmanagerPort}`],
            platformTargets: {
              prometheus: `127.0.0.1:${addresses.prometheusPort}`,
              alertmanager: `127.0.0.1:${addresses.alertmanagerPort}`,
              haproxy: `127.0.0.1:${addresses.proxyMetricsPort}`,
              ...(loki ? { loki: new URL(loki.url).host } : {}),
              ...(jaeger ? { jaeger: new URL(jaeger.metricsUrl).host } : {}),
            },
          }),
        ),
      }),
    ),
    together.part(
      'alertmanager',
      startAlertmanager({
        ...where,
        port: addresses.alertmanagerPort,
        configText: renderYaml(
          alertmanagerConfig(routingTree(catalog), { deskWebhookUrl: `${deskUrl}/api/alerts` }),
        ),
      }),
    ),
    programs.grafana &&
      together.part(
        'grafana',
        startGrafana({
          ...where,
          port: addresses.grafanaPort,
          provisioningDir: join(root, 'dashboards-as-code', 'generated', 'provisioning'),
          dashboardsDir: join(root, 'dashboards-as-code', 'generated', 'boards'),
          prometheusUrl: localUrl(addresses.prometheusPort),
          scrapeInterval: `${scrapeIntervalSeconds}s`,
          ...(loki ? { lokiUrl: loki.url } : {}),
          ...(jaeger ? { jaegerUrl: jaeger.url } : {}),
        }),
      ),
    programs['postgres-exporter'] &&
      together.part('postgres-exporter', watchDatabase({ ...where, targetsDir, postgres })),
  ]);
  return {
    deskUrl,
    patientUrl: localUrl(addresses.frontPort),
    prometheusUrl: prometheus.url,
    alertmanagerUrl: alertmanager.url,
    lokiUrl: loki?.url,
    jaegerUrl: jaeger?.url,
    grafanaUrl: grafana?.url,
    environment: {
      ...backends,
      ...telemetry,
      SCRAPE_INTERVAL: `${scrapeIntervalSeconds}s`,
      DESK_URL: deskUrl,
      DRILL: setting.drill.name,
      DEPLOY_ROOT: deployRoot,
      DEPLOY_SERVICE: 'desk',
      DEPLOY_RUN_DIR: runDir,
      TARGETS_DIR: targetsDir,
      HAPROXY_SOCKET: addresses.proxySocket,
      HAPROXY_STATE: proxyStateFile,
      HAPROXY_FRONT: `127.0.0.1:${addresses.frontPort}`,
      ENVIRONMENT: 'staging',
      DATABASE_URL: postgres.urlOf('patient'),
    },
  };
}
