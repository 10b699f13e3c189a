import { fillQuery, type Objective, type QueryScope } from './catalog.ts';
import { queryPrometheus } from './prometheus.ts';

export interface ObjectiveState {
  readonly query: string;
  /** Share of bad events over the window; undefined where there were no events. */
  readonly badRatio: number | undefined;
  readonly allowedRatio: number;
  readonly isMet: boolean | undefined;
}

/** Whether the objective held over the window; no traffic is neither met nor missed. */
export async function readObjectiveState(
  prometheusUrl: string,
  objective: Objective,
  scope: QueryScope,
): Promise<ObjectiveState> {
  const query = fillQuery(objective.queries.ratio, scope);
  const value = (await queryPrometheus(prometheusUrl, query))[0]?.value;
  const badRatio = value !== undefined && Number.isFinite(value) ? value : undefined;
  const allowedRatio = 1 - objective.target;
  return {
    query,
    badRatio,
    allowedRatio,
    isMet: badRatio === undefined ? undefined : badRatio <= allowedRatio,
  };
}
