/**
 * Who is told of what, as plain data from owners, severities and escalation. `alertmanager-config.ts` makes Alertmanager's
 * file of it, the output for the Prometheus Operator its `AlertmanagerConfig`, and `routes-table.ts` the committed table.
 */
import { owners as shippedOwners } from '../owners.ts';
import type { ServiceDefinition } from '../service-definition.ts';
import { deadMansSwitch, watchdogAlert } from './dead-mans-switch.ts';
import { grouping, type Inhibition, inhibitions } from './grouping.ts';
import { type Matcher, matcher, matchesAll } from './matcher.ts';
import { type Channel, type Owner, type Severity, severities } from './owner.ts';
import { assertOwners, assertRoutable } from './owner-faults.ts';
import { type QuietPeriod, quietPeriod, quietPeriodName } from './quiet-period.ts';
import { deskTiming, severityRoutes, type Timing, watchdogTiming } from './severity-routes.ts';

export type OwnerTable = Readonly<Record<string, Owner>>;

export interface Route {
  /** The name of one of the tree's receivers. */
  readonly receiver: string;
  /** All have to hold; none means every alert. */
  readonly matchers: readonly Matcher[];
  readonly timing: Timing;
  /** Names of quiet periods in which this route tells nobody. */
  readonly mutedDuring: readonly string[];
  /** Whether the routes after this one are asked as well. */
  readonly continues: boolean;
}

export type Receiver =
  /** The desk's webhook, whose address differs by installation. */
  | { readonly name: string; readonly to: 'desk' }
  | { readonly name: string; readonly to: 'dead-mans-switch'; readonly channels: readonly Channel[] }
  | {
      readonly name: string;
      readonly to: 'owner';
      readonly owner: string;
      readonly severity: Severity;
      readonly channels: readonly Channel[];
    };

export interface RoutingTree {
  /** Labels whose values make one notification. */
  readonly groupBy: readonly string[];
  /** For alerts that no route takes; the desk again, so that none is lost whatever the routes say. */
  readonly fallback: { readonly receiver: string; readonly timing: Timing };
  /** Asked in this order. */
  readonly routes: readonly Route[];
  readonly receivers: readonly Receiver[];
  readonly inhibitions: readonly Inhibition[];
  readonly quietPeriods: readonly QuietPeriod[];
}

/**
 * The desk is told of every alert but the Watchdog, which goes to a dead man's switch and opens no incident. An owner is
 * told of the alerts with its name in `owner`, and of a service's that names it in `escalation`; by the channels of the
 * severity, tickets outside of its quiet hours only. An owner that is `desk-only` has no route. Owners whom no service
 * names are left out. Escalation is at once: Alertmanager knows no "after ten minutes"; the pager behind it does.
 *
 * Throws an Error with a line for each fault of the owners and each owner that is not there.
 */
export function routingTree(
  services: readonly ServiceDefinition[],
  owners: OwnerTable = shippedOwners,
): RoutingTree {
  assertOwners(owners);
  assertRoutable(services, owners);
  const told = Object.entries(owners).filter(([name]) => services.some((service) => names(service, name)));
  return {
    groupBy: grouping,
    fallback: { receiver: 'desk', timing: deskTiming },
    routes: [
      {
        receiver: 'dead-mans-switch',
        matchers: [matcher('alertname', '=', watchdogAlert)],
        timing: watchdogTiming,
        mutedDuring: [],
        continues: false,
      },
      { receiver: 'desk', matchers: [], timing: deskTiming, mutedDuring: [], continues: true },
      ...told.flatMap(([name, owner]) => routesTo(name, owner, services)),
    ],
    receivers: [
      { name: 'desk', to: 'desk' },
      { name: 'dead-mans-switch', to: 'dead-mans-switch', channels: [deadMansSwitch] },
      ...told.flatMap(([name, owner]) => receiversOf(name, owner)),
    ],
    inhibitions,
    quietPeriods: told.flatMap(([name, { quietHours, channels }]) =>
      quietHours === undefined || channels === 'desk-only' ? [] : [quietPeriod(name, quietHours)],
    ),
  };
}

/** The routes that an alert takes, in order; amtool is asked the same in the tests. */
export function routesOf(tree: RoutingTree, labels: Readonly<Record<string, string>>): Route[] {
  const taken: Route[] = [];
  for (const route of tree.routes) {
    if (!matchesAll(route.matchers, labels)) continue;
    taken.push(route);
    if (!route.continues) break;
  }
  return taken;
}

function routesTo(name: string, owner: Owner, services: readonly ServiceDefinition[]): Route[] {
  if (owner.channels === 'desk-only') return [];
  return severities.flatMap((severity) => {
    const route = (...subject: readonly Matcher[]): Route => ({
      receiver: receiverName(name, severity),
      matchers: [...subject, matcher('severity', '=', severity)],
      timing: severityRoutes[severity].timing,
      mutedDuring: severity === 'critical' || owner.quietHours === undefined ? [] : [quietPeriodName(name)],
      continues: true,
    });
    const isOwn = matcher('owner', '=', name);
    // Of its own symptom of such a service it is told already: two routes would tell it twice.
    const isOthers = matcher('owner', '!=', name);
    const escalated = services.filter((service) => escalatesTo(service, severity).includes(name));
    return [
      route(isOwn),
      ...escalated.map((service) => route(matcher('service', '=', service.name), isOthers)),
    ];
  });
}

function receiversOf(owner: string, { channels }: Owner): Receiver[] {
  if (channels === 'desk-only') return [];
  return severities.map((severity) => ({
    name: receiverName(owner, severity),
    to: 'owner',
    owner,
    severity,
    channels: channels[severity],
  }));
}

function receiverName(owner: string, severity: Severity): string {
  return `${owner}-${severity}`;
}

function names(service: ServiceDefinition, owner: string): boolean {
  const symptoms = Object.values(service.symptoms ?? {});
  return (
    service.owner === owner ||
    symptoms.some((symptom) => 'owner' in symptom && symptom.owner === owner) ||
    severities.some((severity) => escalatesTo(service, severity).includes(owner))
  );
}

function escalatesTo(service: ServiceDefinition, severity: Severity): readonly string[] {
  return service.escalation?.[severity] ?? [];
}
