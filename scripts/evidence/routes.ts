import { failingRoutes, percent, type Question } from './question.ts';

/** Which routes miss the objective, and how badly. */
export async function printRoutes(question: Question): Promise<number> {
  const { objective, window, print } = question;
  const rows = await failingRoutes(question);
  if (rows.length === 0) print(`No route missed the ${objective.name} objective in the last ${window}.`);
  for (const { method, route, badRatio, badCount, totalCount } of rows)
    print(
      `${percent(badRatio).padStart(8)}  ${Math.round(badCount)} of ${Math.round(totalCount)}  ${method} ${route}`,
    );
  return 0;
}
