/** What keeps data and secrets: databases, backups, certificates, Vault. */
import type { Down, Level, Levels, MeanSeconds, Seconds } from './figure.ts';

interface StoreFigures {
  readonly DatabaseDown: Levels<'critical', Down>;
  readonly ReplicationLag: Levels<'warning', Seconds>;
  readonly LongTransactions: Levels<'warning', Seconds>;
  readonly SlowStatements: Levels<'warning', MeanSeconds>;
  readonly BackupTooOld: Levels<'warning' | 'critical', Seconds>;
  readonly CertificateExpiring: Levels<'warning' | 'critical', Seconds>;
  readonly VaultSealed: Levels<'critical', Level>;
}

const hour = 3600;
const day = 24 * hour;

export const storeFigures: StoreFigures = {
  DatabaseDown: {
    critical: {
      rememberedFor: '1h',
      hold: '2m',
      keepFiringFor: '1m',
      reason: 'a restart or a switch to the standby is over by then; the outage clock of 60 minutes runs',
    },
  },
  ReplicationLag: {
    warning: {
      thresholdSeconds: 10,
      hold: '2m',
      keepFiringFor: '5m',
      reason: 'readers of the replica see old data, and a switch to it now would lose what is missing',
    },
  },
  LongTransactions: {
    warning: {
      thresholdSeconds: 300,
      hold: '1m',
      keepFiringFor: '1m',
      reason:
        'it holds locks and keeps vacuum from cleaning; statements over 5 minutes are ended in an overload',
    },
  },
  SlowStatements: {
    warning: {
      thresholdSeconds: 1,
      window: '5m',
      minimumCalls: 5,
      hold: '5m',
      keepFiringFor: '5m',
      reason:
        'a request has half a second in all; five calls at least, so that one report at night tells nobody',
    },
  },
  BackupTooOld: {
    warning: {
      thresholdSeconds: 26 * hour,
      hold: '10m',
      keepFiringFor: '5m',
      reason: 'a daily backup is missed once, two hours of a longer run allowed for',
    },
    critical: {
      thresholdSeconds: 50 * hour,
      hold: '10m',
      keepFiringFor: '5m',
      reason: 'a daily backup is missed twice: whatever breaks it does not go away by itself',
    },
  },
  CertificateExpiring: {
    warning: {
      thresholdSeconds: 21 * day,
      hold: '10m',
      keepFiringFor: '5m',
      reason: 'certificates renew themselves with 30 days left, so this renewal has failed for nine days',
    },
    critical: {
      thresholdSeconds: 7 * day,
      hold: '10m',
      keepFiringFor: '5m',
      reason: 'in a week every caller is refused; one week is what a renewal by hand may take',
    },
  },
  VaultSealed: {
    critical: {
      hold: '1m',
      keepFiringFor: '1m',
      reason: 'nothing that starts now gets its secrets, and it takes three people to unseal',
    },
  },
};
