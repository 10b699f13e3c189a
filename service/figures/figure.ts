/** One series of a figure: the signal that declares it, its labels, and what the store says of it. */
import type { LabelOf, SignalName, signals } from '../signals.ts';

/** Totals over all that was ever recorded: rows are only added, so none of them can become less. */
export const totalFigures = [
  'incidentsOpened',
  'incidentsAcknowledged',
  'incidentsClosed',
  'pages',
  'runbookSteps',
  'changes',
  'gateVerdicts',
  'deployOverrides',
] as const satisfies readonly Declared<'counter'>[];
export type TotalFigure = (typeof totalFigures)[number];

/** How things stand now, or stood over the last days. Without anything to take a median or a share of there is none. */
export const stateFigures = [
  'incidentsOpen',
  'timeToAcknowledge',
  'timeToRestore',
  'freezesActive',
  'deployments',
  'leadTime',
  'changeFailureRatio',
] as const satisfies readonly Declared<'gauge'>[];
export type StateFigure = (typeof stateFigures)[number];

export interface Figure<Name extends TotalFigure | StateFigure = TotalFigure | StateFigure> {
  readonly name: Name;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface FigureSnapshot {
  readonly totals: readonly Figure<TotalFigure>[];
  readonly states: readonly Figure<StateFigure>[];
  /** What there is more of than has series of its own. */
  readonly bounded: readonly ('subjects' | 'runbooks')[];
}

export function figure<Name extends TotalFigure | StateFigure>(
  name: Name,
  labels: Readonly<Record<LabelOf<Name>, string>>,
  value: number,
): Figure<Name> {
  return { name, labels, value };
}

/** The window of every median, share and count that is not a total. */
export const windowDays = 30;

type Declared<Type> = {
  [S in SignalName]: (typeof signals)[S]['type'] extends Type ? S : never;
}[SignalName];
