/** Changes of boards as plain text: a board, below it each thing, below that a line for each change of it. */
import type { BoardChanges } from './board-changes.ts';
import type { Change } from './named-changes.ts';

/** `against` is how the older version is called. */
export function renderBoardChanges(boards: readonly BoardChanges[], against: string): string {
  if (boards.length === 0) return `Nothing changes on the boards (compared with ${against}).`;
  return [
    `What changes on the boards, compared with ${against}:`,
    ...boards.map(({ uid, changes }) => [uid, ...changeLines(changes)].join('\n')),
  ].join('\n\n');
}

/** Indented below the board's name. */
export function changeLines(changes: readonly Change[], indent = '  '): string[] {
  return changes.flatMap(({ subject, sentences }) => {
    const [only, ...more] = sentences;
    // One thing fits behind its subject.
    return only !== undefined && more.length === 0 && !only.includes('\n')
      ? [`${indent}${subject}: ${only}`]
      : [
          `${indent}${subject}`,
          ...sentences.flatMap((sentence) => sentence.split('\n').map((line) => `${indent}  ${line}`)),
        ];
  });
}
