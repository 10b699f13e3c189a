/** One symptom rule of one service, before it is written down: what is seen, from when on it matters, and its proof. */
import type { Expr } from '../promql.ts';
import type { DeclaredSignal } from './declared-signal.ts';
import type { Level, Severity } from './figures/figure.ts';
import type { SymptomName } from './figures.ts';
import type { Proof } from './proof/scenario.ts';

export interface Symptom {
  readonly alert: SymptomName;
  readonly severity: Severity;
  readonly signal: DeclaredSignal;
  /** True series where the symptom shows; labels are logical ones. */
  readonly expr: Expr;
  readonly level: Level;
  /** Whether it can fire where no environment is known, although its signal has environments. */
  readonly mayBeNowhere?: boolean;
  /** What goes on, after "<service> in <environment>: ". */
  readonly headline: string;
  /** What was measured, a sentence with `{{ $value }}` in it. */
  readonly finding: string;
  readonly proof: Proof;
}
