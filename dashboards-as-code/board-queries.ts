/** Every question that a board asks, read back from its JSON as Grafana would: panels, variables and marks. */
import { z } from 'zod';
import { durationSeconds } from '../alerts/duration.ts';
import type { Pace } from './substitute.ts';

const target = z.looseObject({
  refId: z.string(),
  datasource: z.object({ type: z.enum(['prometheus', 'loki', 'jaeger']), uid: z.string() }),
  expr: z.string().optional(),
  instant: z.boolean().optional(),
  exemplar: z.boolean().optional(),
  service: z.string().optional(),
  tags: z.string().optional(),
  limit: z.number().optional(),
  maxLines: z.number().optional(),
});
type Target = z.infer<typeof target>;

const panelSchema = z.looseObject({
  title: z.string(),
  maxDataPoints: z.number().optional(),
  /** The panel's "Min interval", such as "1m". */
  interval: z.string().optional(),
  targets: z.array(target).default([]),
  /** Of a row: what it hides while it is collapsed. */
  panels: z.array(z.unknown()).default([]),
});

const boardSchema = z.looseObject({
  uid: z.string(),
  time: z.object({ from: z.string(), to: z.string() }).default({ from: 'now-6h', to: 'now' }),
  panels: z.array(panelSchema),
  templating: z.object({
    list: z.array(
      z.looseObject({
        name: z.string(),
        includeAll: z.boolean().default(false),
        multi: z.boolean().default(false),
        allValue: z.string().optional(),
        query: z.looseObject({ query: z.string() }),
      }),
    ),
  }),
  annotations: z.object({
    list: z.array(
      z.looseObject({
        name: z.string(),
        datasource: z.looseObject({ uid: z.string() }).optional(),
        target: z.unknown(),
      }),
    ),
  }),
});

export type Question =
  | {
      readonly kind: 'range' | 'instant' | 'exemplars';
      readonly backend: 'prometheus';
      readonly expr: string;
    }
  | {
      readonly kind: 'label-values';
      readonly backend: 'prometheus';
      readonly expr: string;
      readonly label: string;
    }
  | { readonly kind: 'lines'; readonly backend: 'loki'; readonly expr: string; readonly limit: number }
  | {
      readonly kind: 'traces';
      readonly backend: 'jaeger';
      readonly service: string;
      /** logfmt */
      readonly tags: string;
      readonly limit: number;
    };

export interface BoardQuery {
  readonly board: string;
  /** The panel's title; "variable" and "mark" for what has none. */
  readonly panel: string;
  /** The refId, or the variable's or the mark's name; exemplars are a question of their own. */
  readonly query: string;
  readonly question: Question;
  readonly pace?: Pace;
}

export interface BoardVariable {
  readonly name: string;
  /** Its query is the `BoardQuery` of that name. */
  readonly isMulti: boolean;
  /** "All" is one of its values, and chosen at first. */
  readonly includesAll: boolean;
  /** What "All" stands for; all values where it is left out. */
  readonly allValue?: string;
}

export interface BoardQuestions {
  /** Variables first, in the order in which each may ask with the values of those before it. */
  readonly queries: readonly BoardQuery[];
  readonly variables: readonly BoardVariable[];
  /** What the board shows when nobody chose: "now-1h" to "now". */
  readonly time: { readonly from: string; readonly to: string };
}

/** Takes a sealed board or its parsed JSON. Throws when a part has no query that could be asked. */
export function questionsOf(json: unknown): BoardQuestions {
  const board = boardSchema.parse(json);
  const asked = (panel: string, query: string, question: Question): BoardQuery => ({
    board: board.uid,
    panel,
    query,
    question,
  });
  const { list } = board.templating;
  const variables = list.map(({ name, query }) => asked('variable', name, labelValues(query.query)));
  const marks = board.annotations.list
    // What people marked through Grafana's API is Grafana's own, and no question to anybody.
    .filter(({ datasource }) => datasource?.uid !== '-- Grafana --')
    .map((mark) => asked('mark', mark.name, questionOf(target.parse(mark.target))));
  const panels = allPanels(board.panels).flatMap(({ title, targets, maxDataPoints, interval }) =>
    targets.flatMap((one) => {
      const pace = {
        ...(maxDataPoints === undefined ? {} : { maxDataPoints }),
        ...(interval === undefined ? {} : { minStepSeconds: durationSeconds(interval) }),
      };
      const query = { ...asked(title, one.refId, questionOf(one)), pace };
      return one.exemplar === true ? [query, exemplarsOf(query)] : [query];
    }),
  );
  return {
    queries: [...variables, ...marks, ...panels],
    variables: list.map(({ name, multi, includeAll, allValue }) => ({
      name,
      isMulti: multi,
      includesAll: includeAll,
      ...(allValue === undefined ? {} : { allValue }),
    })),
    time: board.time,
  };
}

/** Those inside of collapsed rows too: people open them. */
function allPanels(panels: readonly z.infer<typeof panelSchema>[]): z.infer<typeof panelSchema>[] {
  return panels.flatMap((panel) => [panel, ...allPanels(z.array(panelSchema).parse(panel.panels))]);
}

function questionOf(asked: Target): Question {
  const { type } = asked.datasource;
  if (type === 'jaeger')
    return {
      kind: 'traces',
      backend: type,
      service: asked.service ?? '',
      tags: asked.tags ?? '',
      limit: asked.limit ?? 20,
    };
  const { expr } = asked;
  if (expr === undefined || expr === '') throw new Error(`target ${asked.refId} for ${type} asks nothing.`);
  if (type === 'loki') return { kind: 'lines', backend: type, expr, limit: asked.maxLines ?? 100 };
  return { kind: asked.instant === true ? 'instant' : 'range', backend: type, expr };
}

/** Grafana fetches the exemplars of a query beside its lines. */
function exemplarsOf(query: BoardQuery): BoardQuery {
  const { question } = query;
  if (question.backend !== 'prometheus')
    throw new Error(`${query.panel}: ${question.backend} has no exemplars.`);
  return {
    ...query,
    query: `${query.query} (exemplars)`,
    question: { kind: 'exemplars', backend: 'prometheus', expr: question.expr },
  };
}

/** `label_values(<selector>, <label>)` is Grafana's, not Prometheus'. */
function labelValues(query: string): Question {
  const match = /^label_values\((.+), (\w+)\)$/.exec(query);
  const [, expr, label] = match ?? [];
  if (expr === undefined || label === undefined)
    throw new Error(`variable query "${query}" is not label_values(<selector>, <label>).`);
  return { kind: 'label-values', backend: 'prometheus', expr, label };
}
