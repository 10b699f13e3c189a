/** Vault's own telemetry, and what the blackbox exporter sees of certificates. */
import { selector } from '../../promql.ts';
import type { DeclaredSignal } from '../declared-signal.ts';
import { common, type PresetScope } from './scope.ts';

/**
 * Scraped from `/v1/sys/metrics` of every server, with `unauthenticated_metrics_access`, since a sealed Vault checks no
 * token. https://developer.hashicorp.com/vault/docs/internals/telemetry
 */
export function vault(scope: PresetScope): DeclaredSignal {
  return { kind: 'vault', ...common(scope), unsealed: selector('vault_core_unsealed', scope.of) };
}

/** Certificates that a probe over TLS was shown. https://github.com/prometheus/blackbox_exporter */
export function blackboxCertificate(scope: PresetScope): DeclaredSignal {
  return {
    kind: 'certificate',
    ...common(scope),
    expiresAt: selector('probe_ssl_earliest_cert_expiry', scope.of),
  };
}
