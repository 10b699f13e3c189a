/** Rows for a terminal: aligned, and bounded, since a step's output is kept on the incident. */

const shownRows = 30;
const shownCharacters = 100;

/** Lines of a table; at most 30 rows, with a last line that says how many more there are. */
export function renderTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  shown = shownRows,
): string[] {
  const cells = [head, ...rows.slice(0, shown)].map((row) => row.map(shorten));
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const lines = cells.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return rows.length > shown ? [...lines, `... and ${rows.length - shown} more`] : lines;
}

function shorten(cell: string): string {
  const line = cell.replace(/\s+/g, ' ').trim();
  return line.length > shownCharacters ? `${line.slice(0, shownCharacters - 3)}...` : line;
}
