/** Changes as plain text: a service, below it each alert, below that a line for each thing that changes. */
import type { ServiceChanges } from './plan-changes.ts';

/** `against` is how the older version is called. */
export function renderChanges(services: readonly ServiceChanges[], against: string): string {
  if (services.length === 0) return `Nothing changes for the person on call (compared with ${against}).`;
  return [
    `What changes for the person on call, compared with ${against}:`,
    ...services.map(({ service, changes }) =>
      [
        service,
        ...changes.flatMap(({ subject, sentences }) =>
          // One thing fits behind its subject.
          sentences.length === 1
            ? [`  ${subject}: ${sentences[0]}`]
            : [`  ${subject}`, ...sentences.map((sentence) => `    ${sentence}`)],
        ),
      ].join('\n'),
    ),
  ].join('\n\n');
}
