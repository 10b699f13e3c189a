/** Made-up services that declare every kind of signal in every form, for the tests of the rules themselves. */
import { matches, selector } from '../../promql.ts';
import { availabilityObjective, type ServiceDefinition } from '../../service-definition.ts';
import { cadvisorWithKubeState, nodeExporter } from '../presets/machines.ts';
import {
  alertmanagerSelf,
  jaegerSelf,
  lokiSelf,
  otelCollector,
  prometheusSelf,
} from '../presets/monitoring.ts';
import { latencyOf, ownTelemetry, pgPool, requestsOf } from '../presets/own-signals.ts';
import { postgresExporter } from '../presets/postgres.ts';
import { nodeProcess } from '../presets/process.ts';
import { blackboxCertificate, vault } from '../presets/vault-and-probes.ts';

const of = { service: 'sampler' };
const placeless = { of: { job: 'sampler' }, labels: { environment: null } } as const;

const availability = availabilityObjective({
  requests: 'httpRequests',
  of,
  failed: { status: matches('5..') },
  target: 0.999,
});

export const everySignal: ServiceDefinition = {
  name: 'sampler',
  owner: 'platform',
  tier: 2,
  description: 'declares every signal there is',
  objectives: [availability],
  signals: [
    requestsOf(availability),
    {
      kind: 'requests',
      component: 'mesh',
      labels: { environment: 'destination_workload_namespace' },
      total: selector('istio_requests_total', { destination_workload: 'sampler', reporter: 'source' }),
      failed: selector('istio_requests_total', {
        destination_workload: 'sampler',
        reporter: 'source',
        response_code: matches('5[0-9]{2}|0'),
      }),
    },
    latencyOf('httpRequestDuration', of),
    ...nodeProcess({ of }, { cores: 2, memoryLimitBytes: 512 * 2 ** 20 }),
    ...nodeExporter({ of, component: 'machines' }),
    ...cadvisorWithKubeState({
      of: { pod: matches('sampler-.*') },
      labels: { environment: 'namespace' },
      component: 'pods',
    }),
    pgPool(of),
    ...postgresExporter({ of }, { hasStatements: true }),
    {
      kind: 'statements',
      component: 'own',
      seconds: selector('db_query_duration_seconds_sum', of),
      calls: selector('db_query_duration_seconds_count', of),
    },
    { kind: 'backup', completedAt: selector('backup_completed_at_seconds', of) },
    { kind: 'backup', component: 'each', completedAt: selector('dump_completed_at', of), per: ['database'] },
    blackboxCertificate({ of }),
    { kind: 'queue', component: 'orders', waiting: selector('queue_length', of) },
    { kind: 'queue', component: 'mails', waiting: selector('mail_queue', of), per: ['queue'] },
    vault({ of }),
    ...otelCollector({ of, component: 'collector' }, { suffix: '' }),
    ownTelemetry(of),
  ],
};

/** Signals whose series do not tell environments apart; each scenario of theirs needs a test of its own. */
export const placelessSignals: ServiceDefinition = {
  name: 'watchers',
  owner: 'platform',
  tier: 2,
  description: 'declares what has no environment',
  objectives: [],
  signals: [
    { kind: 'targets', component: 'one', up: selector('up', { job: 'one' }), labels: { environment: null } },
    {
      kind: 'targets',
      component: 'fixed',
      up: selector('up', { job: 'fixed' }),
      labels: { environment: { value: 'lab' } },
    },
    { kind: 'watchdog', labels: { environment: null } },
    prometheusSelf(placeless),
    alertmanagerSelf(placeless),
    lokiSelf(placeless),
    jaegerSelf(placeless),
  ],
};
