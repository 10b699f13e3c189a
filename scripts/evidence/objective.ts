import { setTimeout as pause } from 'node:timers/promises';
import { readObjectiveState } from '../../service/evidence/objective-state.ts';
import { percent, type Question, requirePrometheus } from './question.ts';

/** Is the objective met over the window? Exit code 1 when it is not, or nothing was measured, by the end of the wait. */
export async function printObjective({
  stack,
  objective,
  window,
  waitSeconds,
  print,
}: Question): Promise<number> {
  const prometheusUrl = requirePrometheus(stack);
  const deadline = performance.now() + waitSeconds * 1000;
  for (;;) {
    const scope = { environment: stack.ENVIRONMENT, window };
    const {
      isMet = false,
      badRatio,
      allowedRatio,
    } = await readObjectiveState(prometheusUrl, objective, scope);
    if (isMet || performance.now() > deadline) {
      const measured = badRatio === undefined ? 'nothing was measured' : `${percent(badRatio)} missed it`;
      print(
        `${objective.name} ${isMet ? 'is met' : 'is NOT met'} over the last ${window}: ${measured}, ${percent(allowedRatio)} allowed`,
      );
      return isMet ? 0 : 1;
    }
    await pause(2000);
  }
}
