/** A target of a panel as code that makes the same query; what the model has no place for becomes a note. */
import { type Backend, datasources } from '../datasources.ts';
import { at, isObject, type JsonObject, without } from '../diff/json.ts';
import { spoken } from '../diff/wording.ts';
import { expression, literal } from './typescript.ts';

export interface PulledQuery {
  readonly backend: Backend;
  /** Calls `prometheusQuery` and `raw`, or is an object. */
  readonly code: string;
}

export interface PulledQueries {
  readonly queries: readonly PulledQuery[];
  readonly notes: readonly string[];
}

/** What Grafana's editors leave behind, and what is the same when left out. */
const meaningless: Readonly<Record<string, readonly unknown[]>> = {
  editorMode: ['code', 'builder'],
  range: [true],
  instant: [false],
  format: ['time_series'],
  exemplar: [false],
  legendFormat: ['', '__auto'],
  queryType: ['range'],
  intervalFactor: [1],
  interval: [''],
  hide: [false],
  useBackend: [false],
  disableTextWrap: [false],
  fullMetaSearch: [false],
  includeNullMetadata: [true, false],
  direction: ['backward'],
};

/** `fallback` is the panel's own datasource, for targets that name none. */
export function pullQueries(targets: readonly JsonObject[], fallback: unknown): PulledQueries {
  const queries: PulledQuery[] = [];
  const notes: string[] = [];
  for (const target of targets) {
    const name = `query ${String(target.refId ?? '')}`;
    const datasource = target.datasource ?? fallback;
    const backend = backendOf(datasource, target);
    const pulled =
      backend === undefined || target.hide === true ? undefined : pullers[backend](target, queries.length);
    if (backend === undefined || pulled === undefined) {
      const why = target.hide === true ? 'it is hidden' : `of ${datasourceName(datasource)}`;
      notes.push(`${name} (${why}): ${asText(target)}`);
      continue;
    }
    queries.push({ backend, code: pulled.code });
    const uid = at(datasource, 'uid');
    if (uid !== datasources[backend].uid)
      notes.push(
        `${name} asks the datasource ${spoken(uid ?? datasource ?? 'by default')}; here "${datasources[backend].uid}"`,
      );
    for (const [key, value] of Object.entries(without(target, ['refId', 'datasource', ...pulled.carried])))
      if (!meaningless[key]?.includes(value)) notes.push(`${name}: ${key} ${spoken(value)}`);
  }
  return { queries, notes };
}

interface Pulled {
  readonly code: string;
  readonly carried: readonly string[];
}

const pullers: Readonly<Record<Backend, (target: JsonObject, position: number) => Pulled | undefined>> = {
  prometheus: ({ expr, refId, legendFormat, instant, range, format, exemplar, interval }, position) => {
    if (typeof expr !== 'string' || expr === '') return undefined;
    const isInstant = instant === true && range !== true;
    const options = {
      ...(refId === String.fromCharCode('A'.charCodeAt(0) + position) ? {} : { name: String(refId) }),
      ...(typeof legendFormat === 'string' && !/^(__auto)?$/.test(legendFormat)
        ? { legend: legendFormat }
        : {}),
      ...(isInstant ? { isInstant } : {}),
      ...(format === 'table' || format === 'heatmap' ? { format } : {}),
      ...(typeof interval === 'string' && interval !== '' ? { minStep: interval } : {}),
      ...(exemplar === true ? { hasExemplars: true } : {}),
    };
    const more = Object.keys(options).length === 0 ? '' : `, ${expression(options)}`;
    const carried = [
      'expr',
      ...('legend' in options ? ['legendFormat'] : []),
      ...(isInstant ? ['instant', 'range'] : []),
      ...('format' in options ? ['format'] : []),
      ...('minStep' in options ? ['interval'] : []),
      ...('hasExemplars' in options ? ['exemplar'] : []),
    ];
    return { code: `prometheusQuery(raw(${literal(expr)})${more})`, carried };
  },
  loki: ({ expr, maxLines }) => {
    if (typeof expr !== 'string' || expr === '') return undefined;
    const lines = typeof maxLines === 'number' ? maxLines : 100;
    return { code: expression({ backend: 'loki', expr, maxLines: lines }), carried: ['expr', 'maxLines'] };
  },
  jaeger: ({ queryType, service, tags, limit }) => {
    if (queryType !== 'search' || typeof service !== 'string') return undefined;
    const found = tagsIn(typeof tags === 'string' ? tags : '');
    if (found === undefined) return undefined;
    const query = { backend: 'jaeger', service, tags: found, limit: Number(limit) > 0 ? Number(limit) : 20 };
    return { code: expression(query), carried: ['queryType', 'service', 'tags', 'limit'] };
  },
};

/** Of logfmt without quotes; undefined for anything else. */
function tagsIn(logfmt: string): Record<string, string> | undefined {
  const pairs = logfmt.split(' ').filter((pair) => pair !== '');
  return pairs.every((pair) => /^[^="]+=[^"]*$/.test(pair))
    ? Object.fromEntries(
        pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
      )
    : undefined;
}

/** A panel that names no datasource asks Grafana's default one; with an `expr` that is Prometheus, or reads like it. */
function backendOf(datasource: unknown, { expr }: JsonObject): Backend | undefined {
  const type = at(datasource, 'type');
  if (type === undefined) return typeof expr === 'string' && !isObject(datasource) ? 'prometheus' : undefined;
  return Object.values(datasources).find((known) => known.type === type)?.type;
}

function datasourceName(datasource: unknown): string {
  return spoken(at(datasource, 'type') ?? at(datasource, 'uid') ?? datasource ?? 'nothing');
}

function asText(target: JsonObject): string {
  return typeof target.expr === 'string' ? target.expr : spoken(without(target, ['refId', 'datasource']));
}
