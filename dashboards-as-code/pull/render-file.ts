/** The TypeScript of a pulled board: a function that gives its sections, and one a panel. */
import type { NamedPanel, PulledBoard, PulledSection } from './pulled-board.ts';
import { camelCase, comment, expression, literal, oneLine, slugOf } from './typescript.ts';

/** `importOf` gives a file of the repository, named from its root, as the new file has to import it. */
export function renderFile(board: PulledBoard, importOf: (path: string) => string): string {
  const body = [
    ...board.notes.map((note) => comment(`Not carried: ${note}`)),
    ...(board.notes.length > 0 ? [''] : []),
    `export function ${camelCase(slugOf(board.title) || 'pulled')}Sections(): Section[] {`,
    '  return [',
    ...board.sections.flatMap(renderSection).map((line) => `    ${line}`),
    '  ];',
    '}',
    ...board.sections.flatMap(({ panels }) => panels).flatMap((panel) => ['', ...renderPanel(panel)]),
  ];
  return [
    '/**',
    ` * Pulled from the board "${oneLine(board.title)}" (uid ${oneLine(board.uid)}): a starting point. Next: titles that ask, descriptions`,
    " * that say what to do, queries from the catalog's signals; then these sections in a board of boards/, and no board by hand.",
    ' * The looks are those of visuals.ts, whose lines begin at 0.',
    ' */',
    ...renderImports(board, importOf),
    '',
    ...body,
    '',
  ].join('\n');
}

function renderImports({ sections }: PulledBoard, importOf: (path: string) => string): string[] {
  const panels = sections.flatMap((section) => section.panels);
  const looks = new Set(panels.map(({ look }) => look));
  const asksPrometheus = panels.some(({ queries }) =>
    queries.some(({ backend }) => backend === 'prometheus'),
  );
  return [
    ...(asksPrometheus ? [`import { raw } from '${importOf('alerts/promql.ts')}';`] : []),
    panels.length > 0
      ? `import { type PanelModel, place, type Section } from '${importOf('dashboards-as-code/board.ts')}';`
      : `import type { Section } from '${importOf('dashboards-as-code/board.ts')}';`,
    ...(asksPrometheus
      ? [`import { prometheusQuery } from '${importOf('dashboards-as-code/query.ts')}';`]
      : []),
    ...(panels.some(drawsThresholds)
      ? [`import type { ThresholdStep } from '${importOf('dashboards-as-code/thresholds.ts')}';`]
      : []),
    ...(looks.size > 0
      ? [`import { ${[...looks].sort().join(', ')} } from '${importOf('dashboards-as-code/visuals.ts')}';`]
      : []),
  ];
}

function renderSection({ slug, title, panels, notes }: PulledSection): string[] {
  return [
    ...notes.map((note) => comment(`Not carried: ${note}`)),
    '{',
    `  slug: ${literal(slug)},`,
    `  title: ${literal(title)},`,
    ...(panels.length === 0
      ? ['  panels: [],']
      : [
          '  panels: [',
          ...panels.map(
            ({ functionName, width, height }) => `    place(${functionName}(), ${width}, ${height}),`,
          ),
          '  ],',
        ]),
    '},',
  ];
}

function renderPanel(panel: NamedPanel): string[] {
  const { slug, title, description, unit, noValue, points, links, queries } = panel;
  return [
    ...panel.notes.map((note) => comment(`Not carried: ${note}`)),
    `function ${panel.functionName}(): PanelModel {`,
    ...(drawsThresholds(panel)
      ? [`  const thresholds: ThresholdStep[] = ${expression(panel.thresholds)};`]
      : []),
    '  return {',
    `    slug: ${literal(slug)},`,
    `    title: ${literal(title)},`,
    ...(description === ''
      ? [`    ${comment('It has none: say how to read it, and what to do next.')}`]
      : []),
    `    description: ${literal(description)},`,
    `    unit: ${literal(unit)},`,
    ...(noValue === ''
      ? [`    ${comment('It has none: say what it means that there is nothing to show.')}`]
      : []),
    `    noValue: ${literal(noValue)},`,
    ...(drawsThresholds(panel)
      ? ['    thresholds,']
      : panel.thresholds === undefined
        ? []
        : [`    thresholds: ${expression(panel.thresholds)},`]),
    ...(points === undefined ? [] : [`    points: ${points},`]),
    ...(links.length === 0 ? [] : [`    links: ${expression(links)},`]),
    `    visual: ${lookCode(panel)},`,
    '    queries: [',
    ...queries.map(({ code }) => `      ${code},`),
    '    ],',
    '  };',
    '}',
  ];
}

function lookCode({ look, unit }: NamedPanel): string {
  if (look === 'linesWithThresholds') return 'linesWithThresholds(thresholds)';
  return look === 'heatmap' ? `heatmap(${literal(unit)})` : `${look}()`;
}

function drawsThresholds({ look }: NamedPanel): boolean {
  return look === 'linesWithThresholds';
}
