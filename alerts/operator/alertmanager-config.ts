/**
 * The routing tree as the operator's AlertmanagerConfig (v1alpha1).
 *
 * The operator reads the Secret before it writes Alertmanager's file: with a key missing it refuses the whole object and
 * says so in the object's status and events, where a missing file elsewhere only fails what needs it.
 */
import type { IAlertmanagerConfig } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1alpha1/AlertmanagerConfig';
import type { IMatcher } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1alpha1/Matcher';
import type { IReceiver } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1alpha1/Receiver';
import type { IRoute } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1alpha1/Route';
import { receiverConfig } from '../routing/alertmanager-config.ts';
import { secretOf, secretsFolder } from '../routing/channel-config.ts';
import type { Matcher } from '../routing/matcher.ts';
import type { QuietPeriod } from '../routing/quiet-period.ts';
import type { Receiver, Route, RoutingTree } from '../routing/routing-tree.ts';
import type { Timing } from '../routing/severity-routes.ts';
import { objectMetadata } from './object-metadata.ts';
import { inOperatorNames } from './operator-names.ts';
import type { OperatorSetting } from './setting.ts';

export const alertmanagerConfigName = 'tocsin';

/** Quiet periods that `cannotCarry` are left out, so that their tickets are told at night as well. */
export function operatorAlertmanagerConfig(tree: RoutingTree, setting: OperatorSetting): IAlertmanagerConfig {
  const quietPeriods = tree.quietPeriods.filter((period) => !cannotCarry(period));
  const quietNames = new Set(quietPeriods.map(({ name }) => name));
  return {
    apiVersion: 'monitoring.coreos.com/v1alpha1',
    kind: 'AlertmanagerConfig',
    metadata: objectMetadata('AlertmanagerConfig', alertmanagerConfigName, setting),
    spec: {
      route: {
        receiver: tree.fallback.receiver,
        groupBy: [...tree.groupBy],
        ...routeTiming(tree.fallback.timing),
        routes: tree.routes.map((route) => childRoute(route, quietNames)),
      },
      inhibitRules: tree.inhibitions.map(({ source, target, equal }) => ({
        sourceMatch: source.map(operatorMatcher),
        targetMatch: target.map(operatorMatcher),
        equal: [...equal],
      })),
      receivers: tree.receivers.map((receiver) => operatorReceiver(receiver, setting)),
      muteTimeIntervals: quietPeriods.map(({ name, intervals }) => ({
        name,
        timeIntervals: intervals.map(({ weekdays = [], times = [] }) => ({
          ...(weekdays.length > 0 ? { weekdays: [...weekdays] } : {}),
          ...(times.length > 0
            ? {
                times: times.map(({ start_time, end_time }) => ({
                  startTime: start_time,
                  endTime: end_time,
                })),
              }
            : {}),
        })),
      })),
    },
  };
}

/** What people have to know before they apply it, a line for each. */
export function alertmanagerConfigRemarks(tree: RoutingTree, { secretName }: OperatorSetting): string[] {
  const secrets = tree.receivers.flatMap((receiver) =>
    receiver.to === 'desk' ? [] : receiver.channels.map((channel) => secretOf(channel)),
  );
  return [
    '',
    'It is a whole configuration: let the Alertmanager object name it in spec.alertmanagerConfiguration.name, in the same',
    'namespace. Selected by spec.alertmanagerConfigSelector instead, the operator adds namespace="<its namespace>" to its first',
    'route and to both sides of its inhibitions, and these alerts carry no such label, since one set of rules watches every',
    'environment: nobody would be told of anything. spec.alertmanagerConfigMatcherStrategy.type None leaves it out.',
    '',
    `It needs the Secret "${secretName}" in its namespace, or the operator refuses it; with the keys`,
    `${[...new Set(secrets)].toSorted().join(', ')}.`,
    ...tree.quietPeriods
      .filter(cannotCarry)
      .flatMap(({ name, intervals }) => [
        '',
        `Not in it: ${name}, whose hours are those of ${intervals[0]?.location}. The operator knows no time zone but UTC, so tickets`,
        "are told at any hour. Alertmanager's own file (alertmanager.paging.yml, as spec.configSecret) keeps them.",
      ]),
  ];
}

/** The operator's intervals have no time zone, and Alertmanager takes them as UTC then. */
function cannotCarry({ intervals }: QuietPeriod): boolean {
  return intervals.some(({ location }) => location !== 'UTC');
}

function childRoute(route: Route, quietNames: ReadonlySet<string>): IRoute {
  const mutedDuring = route.mutedDuring.filter((name) => quietNames.has(name));
  return {
    receiver: route.receiver,
    ...(route.matchers.length > 0 ? { matchers: route.matchers.map(operatorMatcher) } : {}),
    ...routeTiming(route.timing),
    ...(mutedDuring.length > 0 ? { muteTimeIntervals: mutedDuring } : {}),
    ...(route.continues ? { continue: true } : {}),
  };
}

function routeTiming({ groupWait, groupInterval, repeatInterval }: Timing): Partial<IRoute> {
  return { groupWait, groupInterval, repeatInterval };
}

function operatorMatcher({ label, op, value }: Matcher): IMatcher {
  return { name: label, matchType: op, value };
}

function operatorReceiver(
  receiver: Receiver,
  { deskWebhookUrl, secretName }: Pick<OperatorSetting, 'deskWebhookUrl' | 'secretName'>,
): IReceiver {
  const configs = receiverConfig(receiver, { deskWebhookUrl, secretsDir: secretsFolder });
  return { name: receiver.name, ...inOperatorNames(configs, secretName) };
}
