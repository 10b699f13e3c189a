/** A unit that its query contradicts: the classic fault is a mean latency under the name of a request rate. */
import type { CheckedBoard } from './checked-board.ts';
import { describeDimension } from './dimension.ts';
import type { Fault } from './fault.ts';
import { units } from './grafana-ids.ts';
import { isUnit } from './ids.ts';
import { recordIn, type SealedPanel, valueColumn } from './sealed-board.ts';

export function unitFaults({ sealed, queries }: CheckedBoard): Fault[] {
  return queries.flatMap((query) => {
    const { term, panel, refId, part = '' } = query;
    if (term === undefined || panel === undefined) return [];
    const unit = shownUnit(panel, refId);
    if (unit === undefined || !isUnit(unit)) return [];
    const measured = describeDimension(term, panel.type === 'heatmap' ? 'buckets' : 'values');
    const shows: readonly string[] = units[unit];
    if (measured === undefined || shows.includes(measured)) return [];
    return [
      {
        board: sealed.uid,
        part,
        what: `query ${refId} measures ${inWords(measured)}, and its unit "${unit}" shows ${shows.map(inWords).join(' or ')}`,
        fix: `take ${unitsFor(measured)}, or ask for what the panel claims`,
      },
    ];
  });
}

/** A column or a series may have a unit of its own. */
function shownUnit(
  { targets, fieldConfig, transformations }: SealedPanel,
  refId: string,
): string | undefined {
  const names = namesOf({ targets, transformations }, refId);
  const own = fieldConfig.overrides
    .filter(
      ({ matcher: { id, options } }) => id === 'byName' && typeof options === 'string' && names.has(options),
    )
    .flatMap(({ properties }) => properties)
    .find(({ id }) => id === 'unit');
  return own === undefined ? fieldConfig.defaults.unit : String(own.value);
}

/** What a query's values are called: their legend, or a table's column, which may have been renamed. */
function namesOf(
  { targets, transformations }: Pick<SealedPanel, 'targets' | 'transformations'>,
  refId: string,
): ReadonlySet<string> {
  const column = valueColumn({ targets }, refId);
  const legend = targets.find((target) => target.refId === refId)?.legendFormat;
  const renamed = transformations.flatMap(({ options }) =>
    Object.entries(recordIn(options, 'renameByName')).flatMap(([from, to]) =>
      from === column ? [String(to)] : [],
    ),
  );
  return new Set([column, ...renamed, ...(legend === undefined ? [] : [legend])]);
}

function unitsFor(measured: string): string {
  const fitting = Object.entries(units)
    .filter(([, shows]: [string, readonly string[]]) => shows.includes(measured))
    .map(([unit]) => unit);
  return fitting.length === 0
    ? 'a unit that checks/grafana-ids.ts gives this dimension'
    : fitting.join(' or ');
}

function inWords(dimension: string): string {
  return dimension === '1' ? 'a ratio' : dimension;
}
