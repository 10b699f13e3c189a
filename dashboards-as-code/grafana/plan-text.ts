/** What a push will do, as a person reads it before it is done. */
import { spokenSize } from '../diff/board-changes.ts';
import { changeLines } from '../diff/changes-text.ts';
import type { PlannedFolder, Step } from './push-plan.ts';

export function renderPlan(steps: readonly Step[], folder: PlannedFolder): string[] {
  const place = `folder "${folder.title}" (${folder.uid})`;
  return [
    ...(folder.isNew ? [`  ${place}: is made`] : []),
    ...steps.flatMap((step) => stepLines(step, place)),
  ];
}

function stepLines(step: Step, place: string): string[] {
  const { uid } = step.wanted;
  switch (step.kind) {
    case 'create':
      return [`  ${uid}: is made in ${place}, with ${spokenSize(step.wanted)}`];
    case 'keep':
      return [`  ${uid}: unchanged (version ${step.stored.version})`];
    case 'refuse':
      return [
        `  ${uid}: refused: ${step.reason}${step.edit.length > 0 ? ':' : '.'}`,
        ...changeLines(step.edit, '    '),
      ];
    case 'update': {
      const { stored, changes, overwritten } = step;
      return [
        `  ${uid}: is updated from version ${stored.version}, where it lies ("${stored.folderTitle}"):`,
        ...changeLines(changes, '    '),
        ...(overwritten.length === 0
          ? []
          : [`  ${uid}: overwrites what was edited in Grafana:`, ...changeLines(overwritten, '    ')]),
      ];
    }
  }
}
