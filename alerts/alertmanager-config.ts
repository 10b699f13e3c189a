/** Alertmanager's configuration as data: who is told of what, and what is kept quiet while something worse fires. */

export interface AlertmanagerAddresses {
  /** Where the desk takes alerts in; differs between a laptop and a cluster, the routes do not. */
  readonly deskWebhookUrl: string;
}

/** One incident a service, environment and objective; the desk gathers them further. */
const grouping = ['service', 'environment', 'slo'];

export function alertmanagerConfig({ deskWebhookUrl }: AlertmanagerAddresses): object {
  return {
    route: {
      receiver: 'desk',
      group_by: grouping,
      // The desk is a program and idempotent: it can be told early and often. People are paged by other routes.
      group_wait: '5s',
      group_interval: '15s',
      repeat_interval: '4h',
    },
    inhibit_rules: [
      {
        source_matchers: ['severity="critical"'],
        target_matchers: ['severity="warning"'],
        // `slo` is among them, so that a page about one objective never hides another objective's.
        equal: grouping,
      },
    ],
    receivers: [
      {
        name: 'desk',
        webhook_configs: [{ url: deskWebhookUrl, send_resolved: true, max_alerts: 0 }],
      },
    ],
  };
}
