/** What a benchmark says: tables that read the same in a terminal and in `results.md`, and a line for each goal. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Goal {
  readonly what: string;
  readonly isMet: boolean;
  /** What was measured, in the goal's own unit. */
  readonly measured: string;
}

/** A Markdown table; every column but the first is a figure and stands to the right. */
export function renderTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((title, column) =>
    Math.max(3, title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(header), rule, ...rows.map(line)].join('\n');
}

/** One goal a line: `goal <what>: met (<measured>)`. */
export function renderGoals(goals: readonly Goal[]): string {
  return goals
    .map(({ what, isMet, measured }) => `- goal ${what}: ${isMet ? 'met' : 'MISSED'} (${measured})`)
    .join('\n');
}

/** Prints the paragraphs and writes them as `results.md` into the benchmark's folder. */
export async function publish(folder: string, command: string, paragraphs: readonly string[]): Promise<void> {
  const text = paragraphs.join('\n\n');
  console.log(text);
  await writeFile(
    join(folder, 'results.md'),
    `<!-- Written by "${command}" at its last run that was committed; do not edit. -->\n\n${text}\n`,
  );
}

/** 15376815 as "15,376,815". */
export function count(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}
