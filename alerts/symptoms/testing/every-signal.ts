/** A made-up service that declares every kind of signal, for the tests of the rules themselves. */
import { selector } from '../../promql.ts';
import type { ServiceDefinition } from '../../service-definition.ts';

const of = { service: 'sampler' };

export const everySignal: ServiceDefinition = {
  name: 'sampler',
  owner: 'platform',
  tier: 2,
  description: 'declares every signal there is',
  objectives: [],
  signals: [
    { kind: 'replication', lagSeconds: selector('pg_replication_lag_seconds', of) },
    { kind: 'transactions', longestSeconds: selector('pg_stat_activity_max_tx_duration', of) },
    { kind: 'certificate', expiresAt: selector('probe_ssl_earliest_cert_expiry', of) },
    { kind: 'queue', component: 'orders', waiting: selector('queue_length', of) },
    { kind: 'queue', component: 'mails', waiting: selector('mail_queue', of), per: ['queue'] },
    { kind: 'event-loop', lagSeconds: selector('nodejs_eventloop_lag_p99_seconds', of) },
    { kind: 'watchdog', labels: { environment: null } },
  ],
};
