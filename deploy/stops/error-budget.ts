/** Whether the users of a service have had all the failures that its objectives allow. */
import { minimumBadEvents } from '../../alerts/burn-rate.ts';
import { serviceNamed } from '../../alerts/catalog.ts';
import { budgetCount, budgetWindow, countOver, longStep, recordedCount } from '../../alerts/event-counts.ts';
import type { Objective } from '../../alerts/objective.ts';
import { renderPromql } from '../../alerts/promql.ts';
import { presentLabels } from '../../alerts/series-labels.ts';
import { budgetRatio } from '../../alerts/significance.ts';
import type { DeployConfig } from '../config.ts';
import { queryValue } from '../gate/prometheus.ts';
import type { Stop, StopFindings } from './stop.ts';

/**
 * Where Prometheus gives no answer, or has no counts yet, nobody knows what is left, which is told and stops nothing: the
 * gate asks the same Prometheus about the release itself, and promotes nothing that it cannot see.
 */
export async function findExhaustedBudgets(config: DeployConfig): Promise<StopFindings> {
  const { prometheusUrl } = config;
  const { name, objectives } = serviceNamed(config.service);
  if (prometheusUrl === undefined)
    return {
      stops: [],
      unknown: ['what is left of the error budget is not known: PROMETHEUS_URL is not set.'],
    };
  const findings = await Promise.all(
    objectives.map((objective) =>
      findExhausted(prometheusUrl, { name }, objective, config.environment).catch(
        (error: unknown): StopFindings => ({
          stops: [],
          unknown: [
            `what is left of the ${objective.name} budget is not known: ${error instanceof Error ? error.message : String(error)}.`,
          ],
        }),
      ),
    ),
  );
  return {
    stops: findings.flatMap(({ stops }) => stops),
    unknown: findings.flatMap(({ unknown }) => unknown),
  };
}

async function findExhausted(
  url: string,
  service: { readonly name: string },
  objective: Objective,
  environment: string,
): Promise<StopFindings> {
  const only = presentLabels(['environment'], objective.labels).length === 0 ? {} : { environment };
  const [bad, total] = await Promise.all(
    (['bad', 'total'] as const).map((what) =>
      queryValue(url, renderPromql(budgetCount(what, service, objective, only))),
    ),
  );
  if (bad === undefined || total === undefined || total === 0)
    return {
      stops: [],
      unknown: [
        `what is left of the ${objective.name} budget is not known: nothing is recorded of ${service.name} in ${environment} yet.`,
      ],
    };
  const allowed = total * budgetRatio(objective.target);
  // A handful of failures is more than a young service's whole budget, and says nothing.
  if (bad <= allowed || bad < minimumBadEvents) return { stops: [], unknown: [] };
  const badOver = async (days: number): Promise<number> => {
    const where = recordedCount('bad', service, objective, budgetWindow(objective), only);
    return (await queryValue(url, renderPromql(countOver('bad', `${days}d`, longStep, where)))) ?? 0;
  };
  const days = await daysUntilAllowed(objective.windowDays, allowed, badOver);
  const left = Math.round(100 * (1 - bad / allowed));
  const sentence = `the ${objective.name} budget of ${objective.windowDays} days is used up (${left} % left: ${Math.round(bad)} of ${Math.round(total)} events bad, ${Number(allowed.toPrecision(3))} allowed); without further failures there is some again in about ${days} d`;
  return { stops: [{ kind: 'budget', sentence, instead: 'Wait' } satisfies Stop], unknown: [] };
}

/** After how many days enough of the failures are older than the window, by halving: five questions for a month. */
async function daysUntilAllowed(
  windowDays: number,
  allowed: number,
  badOver: (days: number) => Promise<number>,
): Promise<number> {
  let [tooFew, enough] = [0, windowDays];
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2);
    if ((await badOver(windowDays - middle)) <= allowed) enough = middle;
    else tooFew = middle;
  }
  return enough;
}
