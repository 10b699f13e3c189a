import { readObjectiveState } from '../../service/evidence/objective-state.ts';
import { failingRoutes, percent, type Question, requirePrometheus } from './question.ts';

/** Which routes miss the objective, and how badly. Exit code 1 where nothing was measured, which clears nobody. */
export async function printRoutes(question: Question): Promise<number> {
  const { stack, objective, window, print } = question;
  const rows = await failingRoutes(question);
  const whose = `${stack.SERVICE} in ${stack.ENVIRONMENT}`;
  if (rows.length === 0) {
    const scope = { environment: stack.ENVIRONMENT, window };
    const { badRatio } = await readObjectiveState(requirePrometheus(stack), objective, scope);
    if (badRatio === undefined) {
      print(
        `NOTHING WAS MEASURED of ${whose} in the last ${window}, which is no all-clear. Is that the environment (ENVIRONMENT=...), and is it scraped (npm run evidence -- alert TargetDown)?`,
      );
      return 1;
    }
    print(`No route of ${whose} missed the ${objective.name} objective in the last ${window}.`);
  }
  for (const { method, route, badRatio, badCount, totalCount } of rows)
    print(
      `${percent(badRatio).padStart(8)}  ${Math.round(badCount)} of ${Math.round(totalCount)}  ${method} ${route}`,
    );
  return 0;
}
