/**
 * Alertmanager's configuration as data, of the routing tree.
 *
 * Secrets are read from files when something is told, not when the configuration is loaded: with a file missing,
 * Alertmanager starts, is ready and tells the receiver's other channels and the desk. What does not get through is an
 * error in its log that names the file ("no such file or directory"), and `alertmanager_notifications_failed_total` by
 * integration; it is tried again at each group interval, and goes out once the file is there, without a reload. The alert
 * on that counter is the one that tells the desk. (All seen with 0.25 and 0.34: notifications.test.ts.)
 * A laptop and a drill have no such files, and would be told of that for ever: without `secretsDir` the routes are the
 * same, and the receivers of people tell nobody.
 *
 * A mail password ends without a newline: before 0.27 it is sent as it stands. The other secrets are trimmed.
 */
import { type ChannelConfigs, channelConfigs } from './channel-config.ts';
import { renderMatcher } from './matcher.ts';
import type { Receiver, Route, RoutingTree } from './routing-tree.ts';
import type { Timing } from './severity-routes.ts';

export interface AlertmanagerSetting {
  /** Where the desk takes alerts in; differs between a laptop and a cluster, the routes do not. */
  readonly deskWebhookUrl: string;
  /** The folder of secret files as Alertmanager sees it; absent where there is none, and only the desk is told. */
  readonly secretsDir?: string;
}

/** The whole of alertmanager.yml, for Alertmanager 0.25 and later. */
export function alertmanagerConfig(tree: RoutingTree, setting: AlertmanagerSetting): object {
  return {
    route: {
      receiver: tree.fallback.receiver,
      group_by: tree.groupBy,
      ...timingConfig(tree.fallback.timing),
      routes: tree.routes.map(routeConfig),
    },
    inhibit_rules: tree.inhibitions.map(({ source, target, equal }) => ({
      source_matchers: source.map(renderMatcher),
      target_matchers: target.map(renderMatcher),
      equal,
    })),
    receivers: tree.receivers.map((receiver) => ({
      name: receiver.name,
      ...receiverConfig(receiver, setting),
    })),
    time_intervals: tree.quietPeriods.map(({ name, intervals }) => ({ name, time_intervals: intervals })),
  };
}

function routeConfig(route: Route): object {
  return {
    receiver: route.receiver,
    ...(route.matchers.length > 0 ? { matchers: route.matchers.map(renderMatcher) } : {}),
    ...timingConfig(route.timing),
    ...(route.mutedDuring.length > 0 ? { mute_time_intervals: route.mutedDuring } : {}),
    ...(route.continues ? { continue: true } : {}),
  };
}

function timingConfig(timing: Timing): object {
  return {
    group_wait: timing.groupWait,
    group_interval: timing.groupInterval,
    repeat_interval: timing.repeatInterval,
  };
}

/** `slack_configs` and so on of one receiver; the desk has an address and no secret. */
export function receiverConfig(
  receiver: Receiver,
  { deskWebhookUrl, secretsDir }: AlertmanagerSetting,
): ChannelConfigs {
  if (receiver.to === 'desk')
    return { webhook_configs: [{ url: deskWebhookUrl, send_resolved: true, max_alerts: 0 }] };
  if (secretsDir === undefined) return {};
  return receiver.to === 'owner'
    ? channelConfigs(receiver.channels, { secretsDir, severity: receiver.severity, tellsResolved: true })
    : // The end of the Watchdog is bad news, and the switch would take the message for a sign of life.
      channelConfigs(receiver.channels, { secretsDir, severity: 'critical', tellsResolved: false });
}
