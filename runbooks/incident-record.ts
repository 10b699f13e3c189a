/** Records a step on the incident at the desk. */
import type { Step } from './runbook.ts';
import type { StepResult } from './runbook-step.ts';

export interface IncidentReference {
  readonly deskUrl: string | undefined;
  readonly incident: string;
  readonly runbook: string;
  readonly author: string;
}

/** Resolves to undefined when the desk has it, otherwise to the reason why not: the walk goes on either way. */
export async function recordStep(
  { deskUrl, incident, runbook, author }: IncidentReference,
  step: Step,
  result: StepResult,
): Promise<string | undefined> {
  if (deskUrl === undefined) return 'DESK_URL is not set';
  const { exitCode, startedAt, endedAt, output, fault } = result;
  const text = `${step.section}: ${step.name} ${fault === undefined ? 'worked' : `failed (${fault})`}`;
  try {
    const response = await fetch(new URL(`/api/incidents/${encodeURIComponent(incident)}/notes`, deskUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        author,
        text,
        kind: 'runbook-step',
        step: { runbook, name: step.name, exitCode, startedAt, endedAt, output },
      }),
      signal: AbortSignal.timeout(5000),
    });
    return response.ok ? undefined : `the desk answered ${response.status}: ${await response.text()}`;
  } catch (error) {
    return `the desk at ${deskUrl} did not answer (${error instanceof Error ? error.message : String(error)})`;
  }
}
