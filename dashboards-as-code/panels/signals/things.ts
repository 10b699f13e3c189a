/** Series of a declared signal as boards show them: where the board looks, one line a thing. */
import type { Expr, Selector } from '../../../alerts/promql.ts';
import { aggregateLogically, narrowLogically } from '../../../alerts/series-labels.ts';
import type { DeclaredSignal } from '../../../alerts/symptoms/declared-signal.ts';
import { inSelectedReleases, tells } from '../../scope.ts';

/** The signal's series in the environment and the releases that the board's variables choose. */
export function chosenSeries({ labels = {} }: DeclaredSignal, base: Selector): Selector {
  return narrowLogically(base, inSelectedReleases({ labels }), labels);
}

/** One value for each thing (process, disk, queue), its parts added up. */
export function byThing(signal: DeclaredSignal, expr: Expr, op: 'sum' | 'max' | 'min' | 'avg' = 'sum'): Expr {
  return aggregateLogically(op, thingsOf(signal), expr, signal.labels);
}

/** What a line is called: the labels of its thing, or `name` where there is one thing only. */
export function thingLegend(signal: DeclaredSignal, name = ''): string {
  const labels = thingsOf(signal).map((label) => `{{${label}}}`);
  return [name, ...labels].filter((part) => part !== '').join(' ') || 'now';
}

function thingsOf(signal: DeclaredSignal): readonly string[] {
  const things = ('per' in signal ? signal.per : undefined) ?? (isOneThing(signal) ? [] : ['instance']);
  const told = things.filter((label) => label !== 'instance' || tells(signal, 'instance'));
  // A process is known by its release too: two of them in one picture are a deployment.
  return told.includes('instance') && tells(signal, 'release') ? [...told, 'release'] : told;
}

/** What is one thing however many processes tell of it, unless `per` names parts. */
function isOneThing({ kind }: DeclaredSignal): boolean {
  return kind === 'backup' || kind === 'queue' || kind === 'statements';
}

/** "Is a process out of CPU?" of one component among several. */
export function signalTitle({ component }: DeclaredSignal, question: string): string {
  return component === undefined ? question : `${component}: ${question}`;
}
