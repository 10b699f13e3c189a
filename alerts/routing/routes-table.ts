/** The committed table of who is told of what, for people; the tests ask amtool for each row of it. */
import type { ServiceDefinition } from '../service-definition.ts';
import { secretOf, secretsFolder } from './channel-config.ts';
import { type AlertLabels, emittedAlerts } from './emitted-alerts.ts';
import type { Channel } from './owner.ts';
import { type OwnerTable, type Receiver, type RoutingTree, routesOf, routingTree } from './routing-tree.ts';

export interface RouteRow {
  readonly labels: AlertLabels;
  /** In the order in which amtool prints them. */
  readonly receivers: readonly string[];
  /** Conditions that the alerts of one notification share; `environment` is each target's own. */
  readonly groupedBy: readonly string[];
}

/** One row for each alert that can be emitted and differs in what routes look at. */
export function routeRows(tree: RoutingTree, services: readonly ServiceDefinition[]): RouteRow[] {
  return emittedAlerts(services).map((labels) => {
    const taken = routesOf(tree, labels).map(({ receiver }) => receiver);
    return {
      labels,
      receivers: taken.length > 0 ? taken : [tree.fallback.receiver],
      groupedBy: tree.groupBy.flatMap((label) => {
        if (label === 'environment') return [label];
        return labels[label] === undefined ? [] : [`${label}=${labels[label]}`];
      }),
    };
  });
}

/** Markdown: the alerts, then what the receivers' names stand for, then the secret files that they read. */
export function renderRoutesTable(services: readonly ServiceDefinition[], owners?: OwnerTable): string {
  const tree = routingTree(services, owners);
  const secrets = tree.receivers.flatMap((receiver) => ('channels' in receiver ? receiver.channels : []));
  return [
    '<!-- Made from alerts/owners.ts and alerts/catalog/ by "npm run alerts"; do not edit. -->',
    '',
    '# Who is told of what',
    '',
    'Each alert that the rules can emit, and the receivers that Alertmanager tells of it, as `amtool config routes test` finds them.',
    '',
    ...table(
      ['alert', 'service', 'severity', 'owner', 'told', 'one notification for'],
      routeRows(tree, services).map(({ labels, receivers, groupedBy }) => [
        labels.alertname,
        labels.service,
        labels.severity,
        labels.owner,
        receivers.join(', '),
        groupedBy.join(', '),
      ]),
    ),
    '',
    '## Receivers',
    '',
    ...table(
      ['receiver', 'ways', 'quiet'],
      tree.receivers.map((receiver) => [receiver.name, waysOf(receiver), quietOf(tree, receiver.name)]),
    ),
    '',
    '## Secret files',
    '',
    `Below ${secretsFolder} of Alertmanager, where people are told (docker-compose.paging.yml).`,
    '',
    ...[...new Set(secrets.map(secretOf))].toSorted().map((name) => `- \`${name}\``),
    '',
  ].join('\n');
}

function waysOf(receiver: Receiver): string {
  return receiver.to === 'desk' ? "the desk's webhook" : receiver.channels.map(wayOf).join(', ');
}

function wayOf(channel: Channel): string {
  switch (channel.kind) {
    case 'slack':
      return `Slack ${channel.channel}`;
    case 'pagerduty':
      return `PagerDuty (${channel.routingKeySecret})`;
    case 'email':
      return `e-mail to ${channel.to}`;
    case 'webhook':
      return `webhook ${channel.url}`;
  }
}

/** The quiet hours of the routes to a receiver: one owner and severity has the same in all of them. */
function quietOf(tree: RoutingTree, receiver: string): string {
  const names = new Set(
    tree.routes.filter((route) => route.receiver === receiver).flatMap((route) => route.mutedDuring),
  );
  const periods = tree.quietPeriods.filter(({ name }) => names.has(name));
  const spans = periods.flatMap(({ intervals }) =>
    intervals.map(
      ({ weekdays = [], times = [], location }) =>
        `${[...weekdays, ...times.map((time) => `${time.start_time}-${time.end_time}`)].join(', ')} (${location})`,
    ),
  );
  return spans.join('; ') || 'never';
}

function table(heads: readonly string[], rows: readonly (readonly (string | undefined)[])[]): string[] {
  const line = (cells: readonly (string | undefined)[]) =>
    `| ${cells.map((cell = '') => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)];
}
