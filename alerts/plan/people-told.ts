/** Who is told of an alert and how long Alertmanager waits with it, by the routes that are compiled from the same catalog. */
import { durationSeconds } from '../duration.ts';
import { routesOf, routingTree } from '../routing/routing-tree.ts';
import type { AlertingRule } from '../rule.ts';
import type { ServiceDefinition } from '../service-definition.ts';

export interface Telling {
  /** Owners by their names, `dead-mans-switch`, or `desk` where nobody else is told. */
  readonly told: readonly string[];
  /** From the firing alert to the first message to any of them. */
  readonly waitSeconds: number;
}

/** For the alerts of one service. Throws what `routingTree` throws. */
export function tellingOf(service: ServiceDefinition): (rule: AlertingRule) => Telling {
  const tree = routingTree([service]);
  const names = new Map(
    tree.receivers.map((receiver) => [
      receiver.name,
      receiver.to === 'owner' ? receiver.owner : receiver.name,
    ]),
  );
  return ({ alert, labels }) => {
    const routes = routesOf(tree, { ...labels, alertname: alert, service: service.name });
    const toPeople = routes.filter(({ receiver }) => receiver !== tree.fallback.receiver);
    const taken = toPeople.length === 0 ? routes : toPeople;
    return {
      told: [...new Set(taken.map(({ receiver }) => names.get(receiver) ?? receiver))].sort(),
      waitSeconds: Math.min(...taken.map(({ timing }) => durationSeconds(timing.groupWait))),
    };
  };
}
