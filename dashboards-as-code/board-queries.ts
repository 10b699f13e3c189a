/** Every question that a board asks, read back from its JSON as Grafana would: panels, variables and marks. */
import { z } from 'zod';

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

const boardSchema = z.looseObject({
  uid: z.string(),
  panels: z.array(
    z.looseObject({
      id: z.number(),
      type: z.string(),
      title: z.string(),
      targets: z.array(target).default([]),
    }),
  ),
  templating: z.object({
    list: z.array(
      z.looseObject({
        name: z.string(),
        allValue: z.string().optional(),
        query: z.looseObject({ query: z.string() }),
      }),
    ),
  }),
  annotations: z.object({ list: z.array(z.looseObject({ name: z.string(), target })) }),
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
}

export interface BoardQuestions {
  readonly queries: readonly BoardQuery[];
  /** What "All" stands for, by variable. */
  readonly allValues: Readonly<Record<string, string>>;
}

/** Takes a sealed board or its parsed JSON. Throws when a part has no query that could be asked. */
export function questionsOf(json: unknown): BoardQuestions {
  const board = boardSchema.parse(json);
  const variables = board.templating.list.map(({ name, query }) => ({
    board: board.uid,
    panel: 'variable',
    query: name,
    question: labelValues(query.query),
  }));
  const marks = board.annotations.list.map((mark) => ({
    board: board.uid,
    panel: 'mark',
    query: mark.name,
    question: questionOf(mark.target),
  }));
  const panels = board.panels.flatMap((panel) =>
    panel.targets.flatMap((asked) => {
      const query = { board: board.uid, panel: panel.title, query: asked.refId, question: questionOf(asked) };
      return asked.exemplar === true ? [query, exemplarsOf(query)] : [query];
    }),
  );
  const allValues = board.templating.list.flatMap(({ name, allValue }) =>
    allValue === undefined ? [] : [[name, allValue]],
  );
  return { queries: [...variables, ...marks, ...panels], allValues: Object.fromEntries(allValues) };
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
