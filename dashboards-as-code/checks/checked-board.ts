/** A sealed board with all its questions asked as Grafana would ask them, read once for every check. */
import { parser as logql } from '@grafana/lezer-logql';
import { type Question, questionsOf } from '../board-queries.ts';
import { fillIn, macros } from '../substitute.ts';
import { type Fault, markPart, type Place, panelPart } from './fault.ts';
import { firstErrorAt, nearby, readPromql, type Term } from './promql-terms.ts';
import {
  readSealedBoard,
  type SealedBoard,
  type SealedPanel,
  shownPanels,
  variableNames,
} from './sealed-board.ts';

export interface CheckedQuery extends Place {
  /** Undefined for a variable's or a mark's. */
  readonly panel: SealedPanel | undefined;
  readonly refId: string;
  readonly question: Question;
  /** Of Prometheus only. */
  readonly term?: Term;
}

export interface CheckedBoard {
  readonly sealed: SealedBoard;
  readonly queries: readonly CheckedQuery[];
  /** Questions that nobody can ask; they are not among the queries. */
  readonly faults: readonly Fault[];
}

/** Whatever somebody chooses in a variable; a number, so that it also parses where it stands outside of quotes. */
export const chosen = '0';

/** A time range and an interval whose macros come out as durations that nobody would write by hand. */
const macroValues = macros({
  from: new Date('2026-01-01T00:00:00Z'),
  to: new Date('2026-01-02T03:46:07Z'),
  scrapeIntervalSeconds: 17,
});

/** What macros stand for here; any other duration in a query was written by hand. */
export const macroDurations = {
  rateInterval: macroValues.__rate_interval,
  range: macroValues.__range,
} as const;

export function checkBoard(json: unknown): CheckedBoard {
  const sealed = readSealedBoard(json);
  const { uid } = sealed;
  const names = variableNames(sealed);
  const nothing = { uid, panels: [], templating: { list: [] }, annotations: { list: [] } };
  const read = [
    // Others hold what is written in them.
    ...sealed.templating.list
      .filter(({ type }) => type === 'query')
      .map((variable) =>
        ask(
          { board: uid, part: `variable "${variable.name}"` },
          undefined,
          { ...nothing, templating: { list: [variable] } },
          names.filter((name) => name !== variable.name),
        ),
      ),
    ...sealed.annotations.list
      .filter(isAsked)
      .map((mark) =>
        ask(
          { board: uid, part: markPart(mark.name) },
          undefined,
          { ...nothing, annotations: { list: [mark] } },
          names,
        ),
      ),
    ...shownPanels(sealed).map((panel) =>
      ask(
        { board: uid, part: panelPart(panel.title, panel.id) },
        panel,
        { ...nothing, panels: [{ ...panel, id: panel.id ?? 0 }] },
        names,
      ),
    ),
  ].flat();
  return {
    sealed,
    queries: read.filter((one) => 'question' in one),
    faults: read.filter((one) => 'what' in one),
  };
}

/** What people marked through Grafana's API is Grafana's own, and no question to anybody. */
function isAsked({ datasource }: SealedBoard['annotations']['list'][number]): boolean {
  return datasource?.uid !== '-- Grafana --';
}

/** A part of the board that asks, as a board of its own. */
function ask(
  place: Place,
  panel: SealedPanel | undefined,
  part: object,
  variables: readonly string[],
): (CheckedQuery | Fault)[] {
  const values = { ...macroValues, ...Object.fromEntries(variables.map((name) => [name, chosen])) };
  let written: ReturnType<typeof questionsOf>['queries'];
  try {
    ({ queries: written } = questionsOf(part));
  } catch (error) {
    return [{ ...place, what: `it cannot be asked (${firstLine(error)})`, fix: 'mend its targets' }];
  }
  return written
    .filter(({ question }) => question.kind !== 'exemplars')
    .map(({ query, question }): CheckedQuery | Fault => {
      const refused = (what: string, fix: string): Fault => ({
        ...place,
        what: `query ${query} ${what}`,
        fix,
      });
      const filled = filledIn(question, values);
      if ('fault' in filled)
        return refused(
          `uses what this board does not have: ${filled.fault}`,
          'add the variable to the board, or spell it as the board does',
        );
      const asked = { ...place, panel, refId: query, question };
      if (question.backend === 'jaeger') return asked;
      if (question.backend === 'loki') {
        const reason = logqlFault(filled.text);
        return reason === undefined ? asked : refused(reason, 'mend the LogQL');
      }
      const term = readPromql(filled.text);
      return term.kind === 'fault' ? refused(term.reason, 'mend the PromQL') : { ...asked, term };
    });
}

function filledIn(
  question: Question,
  values: Readonly<Record<string, string>>,
): { readonly text: string } | { readonly fault: string } {
  const text = question.backend === 'jaeger' ? `${question.service} ${question.tags}` : question.expr;
  try {
    return { text: fillIn(text, values) };
  } catch (error) {
    return { fault: firstLine(error) };
  }
}

/** Why a text is no LogQL; undefined for one that is. */
export function logqlFault(source: string): string | undefined {
  const at = firstErrorAt(logql.parse(source).topNode);
  return at === undefined ? undefined : `does not parse ${nearby(source, at)}`;
}

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replaceAll(/\s+/g, ' ').slice(0, 300);
}
