/** Units, override matchers, override properties and transformations that Grafana would not know. */
import { type Fault, panelPart } from './fault.ts';
import { overrideMatchers, overrideProperties, transformations, units } from './grafana-ids.ts';
import { type SealedBoard, type SealedPanel, shownPanels } from './sealed-board.ts';

const addThere = 'spell it as Grafana does, or add it to dashboards-as-code/checks/grafana-ids.ts';

export function idFaults(sealed: SealedBoard): Fault[] {
  return shownPanels(sealed).flatMap((panel) =>
    idsOf(panel)
      .filter(({ known }) => !known)
      .map(({ kind, id }) => ({
        board: sealed.uid,
        part: panelPart(panel.title, panel.id),
        what: `${kind} "${id}" is none that the boards may use`,
        fix: addThere,
      })),
  );
}

export function isUnit(id: string): id is keyof typeof units {
  return Object.hasOwn(units, id);
}

interface UsedId {
  readonly kind: string;
  readonly id: string;
  readonly known: boolean;
}

function idsOf({ fieldConfig, transformations: steps, options }: SealedPanel): UsedId[] {
  const unit = (id: string): UsedId => ({ kind: 'unit', id, known: isUnit(id) });
  const { defaults, overrides } = fieldConfig;
  const properties = overrides.flatMap((override) => override.properties);
  return [
    ...(defaults.unit === undefined ? [] : [unit(defaults.unit)]),
    ...properties.flatMap(({ id, value }) => (id === 'unit' ? [unit(String(value))] : [])),
    ...unitsIn(options).map(unit),
    ...overrides.map(({ matcher: { id } }) => ({
      kind: 'override matcher',
      id,
      known: overrideMatchers.has(id),
    })),
    ...properties.map(({ id }) => ({ kind: 'override property', id, known: overrideProperties.has(id) })),
    ...steps.map(({ id }) => ({ kind: 'transformation', id, known: transformations.has(id) })),
  ];
}

/** A heatmap's axis and cells have units of their own. */
function unitsIn(options: unknown): string[] {
  if (typeof options !== 'object' || options === null) return [];
  return Object.entries(options).flatMap(([key, value]) =>
    key === 'unit' && typeof value === 'string' ? [value] : unitsIn(value),
  );
}
