/** What happened, on the same axis as the values: as lanes below it, or as shapes on top of it with a key. */
import { formatTime } from '../pages/format.ts';
import { escapeHtml } from '../pages/html.ts';
import { type ChartData, type ChartMark, type MarkKind, markKinds } from './chart-data.ts';
import { plot, type Scale, soft } from './plot.ts';

const laneHeight = 20;

const looks: Readonly<Record<MarkKind, { readonly color: string; readonly name: string }>> = {
  alert: { color: '#d92d20', name: 'alerts' },
  change: { color: '#2477c9', name: 'changes' },
  runbook: { color: '#2c9a4b', name: 'runbook' },
  note: { color: '#7a868f', name: 'notes' },
};

export function marksInside({ from, to, marks }: ChartData): ChartMark[] {
  return marks.filter(({ at }) => Date.parse(at) >= Date.parse(from) && Date.parse(at) <= Date.parse(to));
}

/** What a small picture has room for: when the first alert began, when the last one ended, and each change. */
export function essentialMarks(marks: readonly ChartMark[]): ChartMark[] {
  const began = marks.find(({ kind, isEnd = false }) => kind === 'alert' && !isEnd);
  const ended = marks.findLast(({ kind, isEnd = false }) => kind === 'alert' && isEnd);
  return marks.filter((mark) => mark.kind === 'change' || mark === began || mark === ended);
}

export function renderRules(marks: readonly ChartMark[], scale: Scale): string {
  return marks
    .map(({ kind, at }) => {
      const x = scale.x(Date.parse(at) / 1000);
      return `<line x1="${x}" x2="${x}" y1="${plot.top}" y2="${plot.bottom}" stroke="${looks[kind].color}" stroke-opacity=".45"/>`;
    })
    .join('');
}

export interface Part {
  readonly svg: string;
  readonly height: number;
}

export function renderLanes(marks: readonly ChartMark[], scale: Scale, top: number): Part {
  const lanes = markKinds.map((kind, lane) => renderLane(kind, top + 10 + lane * laneHeight, marks, scale));
  return { svg: lanes.join(''), height: markKinds.length * laneHeight };
}

function renderLane(kind: MarkKind, y: number, marks: readonly ChartMark[], scale: Scale): string {
  const { color, name } = looks[kind];
  const dots = marks
    .filter((mark) => mark.kind === kind)
    .map(
      (mark) =>
        `<circle cx="${scale.x(Date.parse(mark.at) / 1000)}" cy="${y - 4}" r="4" ${renderFill(color, mark)}><title>${tell(mark)}</title></circle>`,
    );
  return (
    `<text x="${plot.left - 6}" y="${y}" text-anchor="end" ${soft}>${name}</text>` +
    `<line x1="${plot.left}" x2="${plot.right}" y1="${y - 4}" y2="${y - 4}" stroke="currentColor" stroke-opacity=".12"/>` +
    dots.join('')
  );
}

const keyEntries = [
  { kind: 'change', isEnd: false, text: 'change', width: 68 },
  { kind: 'alert', isEnd: false, text: 'first alert', width: 84 },
  { kind: 'alert', isEnd: true, text: 'last alert resolved', width: 130 },
] as const;

/** Shapes on the upper edge, and which one means what. */
export function renderFlags(marks: readonly ChartMark[], scale: Scale, top: number): Part {
  const flags = marks.map(
    (mark) =>
      `<g>${renderShape(mark, scale.x(Date.parse(mark.at) / 1000), plot.top - 6)}<title>${tell(mark)}</title></g>`,
  );
  let x: number = plot.left;
  const key = keyEntries
    .filter(({ kind, isEnd }) => marks.some((mark) => mark.kind === kind && (mark.isEnd ?? false) === isEnd))
    .map(({ kind, isEnd, text, width }) => {
      const entry = `${renderShape({ kind, isEnd }, x + 5, top + 6)}<text x="${x + 14}" y="${top + 10}" ${soft}>${text}</text>`;
      x += width;
      return entry;
    });
  return { svg: [...flags, ...key].join(''), height: key.length === 0 ? 0 : 20 };
}

/** A triangle is an alert, a diamond a change: told apart without their colours. */
function renderShape(mark: Pick<ChartMark, 'kind' | 'isEnd'>, x: number, y: number): string {
  const path = mark.kind === 'change' ? `M${x} ${y - 5}l5 5l-5 5l-5 -5Z` : `M${x - 5} ${y - 4}h10l-5 9Z`;
  return `<path d="${path}" ${renderFill(looks[mark.kind].color, mark)}/>`;
}

function renderFill(color: string, { isEnd = false }: Pick<ChartMark, 'isEnd'>): string {
  return `stroke="${color}" stroke-width="1.8" fill="${isEnd ? 'none' : color}"`;
}

function tell({ at, label }: ChartMark): string {
  return escapeHtml(`${formatTime(at)} ${label}`);
}
