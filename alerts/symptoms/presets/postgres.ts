/** What postgres_exporter says of a server. https://github.com/prometheus-community/postgres_exporter */
import { matchesNot, selector } from '../../promql.ts';
import type { DeclaredSignal } from '../declared-signal.ts';
import { common, type PresetScope } from './scope.ts';

/**
 * Whether it answers, how far replicas are behind, the oldest transaction; where the exporter runs with
 * `--collector.postmaster`, since when it is up; and with `hasStatements`, where it runs with
 * `--collector.stat_statements`, how long statements take. Names as of postgres_exporter 0.17.
 */
export function postgresExporter(
  scope: PresetScope,
  { hasStatements = false }: { readonly hasStatements?: boolean } = {},
): DeclaredSignal[] {
  const { of } = scope;
  return [
    {
      kind: 'database',
      ...common(scope),
      up: selector('pg_up', of),
      connections: {
        open: selector('pg_stat_database_numbackends', of),
        max: selector('pg_settings_max_connections', of),
      },
      locks: { held: selector('pg_locks_count', of), modeLabel: 'mode' },
      cache: {
        hits: selector('pg_stat_database_blks_hit', of),
        reads: selector('pg_stat_database_blks_read', of),
      },
      deadlocks: selector('pg_stat_database_deadlocks', of),
    },
    { kind: 'uptime', ...common(scope), startedAt: selector('pg_postmaster_start_time_seconds', of) },
    { kind: 'replication', ...common(scope), lagSeconds: selector('pg_replication_lag_seconds', of) },
    {
      kind: 'transactions',
      ...common(scope),
      longestSeconds: selector('pg_stat_activity_max_tx_duration', {
        ...of,
        // Copies of the templates are made by the server itself.
        datname: matchesNot('template.*'),
        // Vacuum and replication hold nobody up; an exporter that does not tell them apart has no such label.
        backend_type: matchesNot('autovacuum worker|walsender'),
      }),
    },
    ...(hasStatements
      ? [
          {
            kind: 'statements',
            ...common(scope),
            seconds: selector('pg_stat_statements_seconds_total', of),
            calls: selector('pg_stat_statements_calls_total', of),
            per: ['datname', 'queryid'],
          } as const,
        ]
      : []),
  ];
}
