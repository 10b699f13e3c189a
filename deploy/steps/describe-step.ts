import { describeGate } from '../gate/settings.ts';
import type { Plan, Step } from '../plan.ts';

/** One line for a person. */
export function describeStep(step: Step): string {
  switch (step.kind) {
    case 'build':
      return `build ${step.release} from ${step.source}${step.tag === undefined ? '' : ` as ${step.tag}`}`;
    case 'verify':
      return `verify every file of ${step.release} and its dependencies`;
    case 'clear':
      return `clear slot ${step.slot} of what an earlier run may have left`;
    case 'migrate':
      return `migrate the database with ${step.release}`;
    case 'end-migration':
      return 'end the migration that was cut off, where it still runs';
    case 'start':
      return `start ${step.release} for slot ${step.slot} and wait until it is ready`;
    case 'health':
      return `wait until /health of ${step.release} answers 200, for ${step.seconds} s at most`;
    case 'canary':
      return `send ${step.percent} % of the traffic to ${step.slot}, the rest stays with ${step.beside}`;
    case 'gate':
      return `gate: ${describeGate(step.settings)}`;
    case 'skip-gate':
      return `no gate: ${step.reason}`;
    case 'serve':
      return `send all traffic to ${step.slot}${step.instead === undefined ? '' : `, none to ${step.instead}`}`;
    case 'confirm':
      return `confirm over the proxy that ${step.slot}, and it alone, serves and is healthy`;
    case 'point':
      return `make ${step.release} current`;
    case 'drain':
      return `let ${step.slot} end what it has, then take it out of the proxy`;
    case 'stop':
      return `stop the process of ${step.slot}`;
    case 'recover':
      return `see that the errors of ${step.release} are under the objective`;
    case 'prune':
      return `prune releases beyond the newest ${step.keep} and those still needed`;
    case 'stand-by':
      return `leave the process of ${step.slot} ready to take over, and watch for ${step.seconds} s`;
  }
}

/** As every plan is shown before it is carried out. */
export function numberLines(lines: readonly string[]): string[] {
  return lines.map((line, index) => `${String(index + 1).padStart(4)}. ${line}`);
}

export function describePlan({ steps, cleanUp, proof, undo }: Plan): string[] {
  const numbered = numberLines(
    [...steps, ...cleanUp, ...(proof === undefined ? [] : [proof])].map(describeStep),
  );
  return undo.length === 0
    ? numbered
    : [...numbered, `   If a step fails: ${undo.map(describeStep).join('; ')}.`];
}
