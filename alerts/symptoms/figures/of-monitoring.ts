/** The monitoring watches itself: what breaks here is found by nobody else. */
import type { EventCount, Level, Levels, RatioOverWindow } from './figure.ts';

interface MonitoringFigures {
  readonly Watchdog: Levels<'warning', Level>;
  readonly PrometheusConfigReloadFailed: Levels<'warning', Level>;
  readonly PrometheusRuleFailures: Levels<'critical', EventCount>;
  readonly PrometheusNotificationsFailing: Levels<'critical', EventCount>;
  readonly PrometheusScrapesFailing: Levels<'warning', EventCount>;
  readonly AlertmanagerConfigReloadFailed: Levels<'critical', Level>;
  readonly AlertmanagerNotificationsFailing: Levels<'warning' | 'critical', RatioOverWindow>;
  readonly LogPipelineFailing: Levels<'warning', EventCount>;
  readonly TracePipelineFailing: Levels<'warning', EventCount>;
  readonly TelemetryDropped: Levels<'warning', EventCount>;
}

/** Any at all, and not just once: one event is in the window for two minutes, and every hold is longer. */
const anyInTwoMinutes = { thresholdEvents: 0, window: '2m' } as const;

export const monitoringFigures: MonitoringFigures = {
  Watchdog: {
    warning: {
      hold: '0s',
      keepFiringFor: '0s',
      reason: 'it always fires: who stops hearing it knows that alerts do not arrive any more',
    },
  },
  PrometheusConfigReloadFailed: {
    warning: {
      hold: '5m',
      keepFiringFor: '1m',
      reason: 'it goes on with its old configuration, and does not come back after a restart',
    },
  },
  PrometheusRuleFailures: {
    critical: {
      ...anyInTwoMinutes,
      hold: '3m',
      keepFiringFor: '5m',
      reason: 'a rule that cannot be evaluated is an alert that nobody will get',
    },
  },
  PrometheusNotificationsFailing: {
    critical: {
      ...anyInTwoMinutes,
      hold: '3m',
      keepFiringFor: '5m',
      reason: 'alerts fire and no Alertmanager takes them, so nobody is told',
    },
  },
  PrometheusScrapesFailing: {
    warning: {
      ...anyInTwoMinutes,
      hold: '10m',
      keepFiringFor: '5m',
      reason: 'samples are refused scrape after scrape: rules work on what is left',
    },
  },
  AlertmanagerConfigReloadFailed: {
    critical: {
      hold: '5m',
      keepFiringFor: '1m',
      reason: 'it routes by its old configuration, and does not come back after a restart',
    },
  },
  AlertmanagerNotificationsFailing: {
    warning: {
      thresholdRatio: 0.01,
      window: '15m',
      hold: '5m',
      keepFiringFor: '5m',
      reason: 'some of what should have told somebody never arrived',
    },
    critical: {
      thresholdRatio: 0.5,
      window: '15m',
      hold: '5m',
      keepFiringFor: '5m',
      reason: 'a channel is as good as dead; the other channels have to tell it',
    },
  },
  LogPipelineFailing: {
    warning: {
      ...anyInTwoMinutes,
      hold: '10m',
      keepFiringFor: '5m',
      reason: 'log lines are lost for good, and they are what an incident is understood by',
    },
  },
  TracePipelineFailing: {
    warning: {
      ...anyInTwoMinutes,
      hold: '10m',
      keepFiringFor: '5m',
      reason: 'spans are lost for good, and a trace with holes leads astray',
    },
  },
  TelemetryDropped: {
    warning: {
      ...anyInTwoMinutes,
      hold: '10m',
      keepFiringFor: '5m',
      reason: 'the service itself gives up logs or traces; its queue is full or nobody takes them',
    },
  },
};
