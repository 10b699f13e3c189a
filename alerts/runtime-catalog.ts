/**
 * The part of the catalog that the desk reads at run time (`CATALOG_FILE`): which questions to ask about a service
 * that is in trouble. `$environment`, `$window` and `$routes` are filled in by the desk.
 */
import { errorLinesQuery, failingTraceTags } from './evidence-queries.ts';
import type { Objective } from './objective.ts';
import { badEvents, badRatio, type Scope, totalEvents } from './objective-queries.ts';
import { binary, type Expr, number, renderPromql } from './promql.ts';
import type { ServiceDefinition } from './service-definition.ts';

const byRoute = ['method', 'route'];

export function runtimeCatalog(services: readonly ServiceDefinition[]): object {
  return {
    services: services.map((service) => ({
      name: service.name,
      owner: service.owner,
      tier: service.tier,
      objectives: service.objectives.map((objective) => ({
        name: objective.name,
        kind: objective.kind,
        description: objective.description,
        target: objective.target,
        windowDays: objective.windowDays,
        queries: evidenceQueries(objective),
      })),
      logs: {
        errorLines: errorLinesQuery(service.name, { environment: '$environment', routes: '$routes' }),
      },
      traces: { service: service.name, failingTags: failingTraceTags },
    })),
  };
}

function evidenceQueries(objective: Objective): Record<string, string> {
  const scope = (by: readonly string[]): Scope => ({
    window: '$window',
    by,
    only: { environment: '$environment' },
  });
  const isBad = (expr: Expr): Expr => binary(expr, '>', number(0));
  return {
    ratio: renderPromql(badRatio(objective, scope([]))),
    badByRoute: renderPromql(isBad(badEvents(objective, scope(byRoute)))),
    ratioByRoute: renderPromql(isBad(badRatio(objective, scope(byRoute)))),
    totalByRoute: renderPromql(totalEvents(objective, scope(byRoute))),
    ratioByRelease: renderPromql(badRatio(objective, scope(['release']))),
  };
}
