/**
 * What must agree inside a v2 board. Grafana takes a layout that names a panel which is not there, and then shows nothing of
 * the whole board.
 */
import type {
  GridLayoutItemKind,
  RowsLayoutKind,
  Spec,
} from '@grafana/schema/apis/dashboard.grafana.app/v2beta1';

export type BoardSpec = Omit<Spec, 'layout'> & { readonly layout: RowsLayoutKind };

/** Throws an Error that names board and panel for a reference that leads nowhere, and for a panel that is not placed once. */
export function refuseBrokenReferences(boardUid: string, spec: BoardSpec): void {
  const variables = new Set(spec.variables.map(({ spec: { name } }) => name));
  const unplaced = new Set(Object.keys(spec.elements));
  for (const { spec: row } of spec.layout.spec.rows) {
    const where = `board "${boardUid}", section "${row.title}"`;
    if (row.repeat !== undefined) refuseUnknownVariable(where, row.repeat.value, variables);
    if (row.layout.kind !== 'GridLayout')
      throw new Error(`${where}: its layout is a ${row.layout.kind}; only a GridLayout is known here.`);
    for (const { spec: item } of row.layout.spec.items) {
      const { name } = item.element;
      if (spec.elements[name] === undefined)
        throw new Error(
          `${where}: the layout places "${name}", which is no element of the board; Grafana would show nothing of it.`,
        );
      if (!unplaced.delete(name)) throw new Error(`${where}: "${name}" is placed twice; place it once.`);
      refuseUnknownRepeat(`${where}, panel "${name}"`, item, variables);
    }
  }
  for (const name of unplaced)
    throw new Error(
      `board "${boardUid}", panel "${spec.elements[name]?.spec.title}" ("${name}"): no layout places it, so nobody would see it.`,
    );
}

function refuseUnknownRepeat(
  where: string,
  { repeat }: GridLayoutItemKind['spec'],
  variables: ReadonlySet<string>,
): void {
  if (repeat !== undefined) refuseUnknownVariable(where, repeat.value, variables);
}

function refuseUnknownVariable(where: string, name: string, variables: ReadonlySet<string>): void {
  if (!variables.has(name))
    throw new Error(
      `${where}: it repeats for variable "${name}", which the board does not have; there is ${[...variables].join(', ')}.`,
    );
}
