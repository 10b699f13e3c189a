/** Imported services as a file of the catalog that a person reads, completes and owns from then on. */

import type { CountedObjective } from '../objective.ts';
import type { Matcher, Selector } from '../promql.ts';
import { catalogName } from './catalog-name.ts';
import type { Imported, ImportedService } from './imported.ts';
import { isKnownOwner } from './known-owner.ts';
import { renderFinding } from './report.ts';

export interface CatalogFileOptions {
  /** The file it was made from, as the first line calls it. */
  readonly source: string;
  /** From the written file to alerts/, such as "..". */
  readonly alertsPath: string;
}

const lineWidth = 110;

export function renderCatalogFile({ services, findings }: Imported, options: CatalogFileOptions): string {
  const body = services.map(renderService).join('\n\n');
  const promql = ['matches', 'matchesNot', 'narrow', 'selector'].filter((name) => body.includes(`${name}(`));
  const refused = findings.filter(({ weight }) => weight === 'refused').map(renderFinding);
  return [
    `/** Imported from ${options.source.replaceAll('*/', '')}; yours to keep. List the service in alerts/catalog.ts to have rules made. */`,
    `import { ${promql.join(', ')} } from ${text(`${options.alertsPath}/promql.ts`)};`,
    `import { defineService } from ${text(`${options.alertsPath}/service-definition.ts`)};`,
    ...(refused.length === 0 ? [] : ['', ...refused.map((line) => `// ${line}`)]),
    '',
    body,
    '',
  ].join('\n');
}

function renderService({ name, owner, tier, description, objectives }: ImportedService): string {
  return [
    `export const ${catalogName(name)} = defineService({`,
    property(1, 'name', text(name)),
    ...(owner === undefined
      ? [line(1, '// The document names no owner: write the team that is paged.')]
      : []),
    ...(owner !== undefined && !isKnownOwner(owner)
      ? [
          line(
            1,
            '// Not in alerts/owners.ts yet: add it to alerts/owners.ts, with how it is told, or take one that is there.',
          ),
        ]
      : []),
    property(1, 'owner', text(owner ?? '')),
    ...(tier === undefined
      ? [line(1, '// The document names no tier: 1 is what customers notice at once.')]
      : []),
    property(1, 'tier', String(tier ?? 3)),
    property(1, 'description', text(description)),
    line(1, 'objectives: ['),
    ...objectives.map(renderObjective),
    line(1, '],'),
    '});',
  ].join('\n');
}

function renderObjective({
  name,
  kind,
  description,
  target,
  windowDays,
  events,
  thresholdSeconds,
}: CountedObjective): string {
  const [part, partSelector] = 'bad' in events ? ['bad', events.bad] : ['good', events.good];
  return [
    line(2, '{'),
    property(3, 'name', text(name)),
    property(3, 'kind', text(kind)),
    property(3, 'description', text(description)),
    property(3, 'target', String(target)),
    property(3, 'windowDays', String(windowDays)),
    line(3, 'events: {'),
    renderSelector(4, 'total', events.total),
    renderSelector(4, part, partSelector),
    line(3, '},'),
    ...(thresholdSeconds === undefined ? [] : [property(3, 'thresholdSeconds', String(thresholdSeconds))]),
    line(2, '},'),
  ].join('\n');
}

/** A label that is matched twice needs a second object: `narrow(selector(...), { ... })`. */
function renderSelector(depth: number, key: string, { metric, matchers }: Selector): string {
  const groups: Matcher[][] = [[]];
  for (const matcher of matchers) {
    const last = groups.at(-1);
    if (last === undefined || last.some(({ label }) => label === matcher.label)) groups.push([matcher]);
    else last.push(matcher);
  }
  const [first = [], ...others] = groups.map((group) => group.map(renderMatcher));
  const flat = others.reduce(
    (inner, conditions) => `narrow(${inner}, ${braces(conditions)})`,
    `selector(${text(metric)}, ${braces(first)})`,
  );
  const onOneLine = line(depth, `${key}: ${flat},`);
  if (onOneLine.length <= lineWidth) return onOneLine;
  const last = groups.at(-1)?.map(renderMatcher) ?? [];
  const start = `${key}: ${flat.slice(0, flat.length - braces(last).length - 1)}`;
  return [
    line(depth, `${start}{`),
    ...last.map((condition) => line(depth + 1, `${condition},`)),
    line(depth, '}),'),
  ].join('\n');
}

function renderMatcher({ label, op, value }: Matcher): string {
  if (op === '=') return `${label}: ${text(value)}`;
  if (op === '!=') return `${label}: { op: '!=', value: ${text(value)} }`;
  return `${label}: ${op === '=~' ? 'matches' : 'matchesNot'}(${text(value)})`;
}

function braces(conditions: readonly string[]): string {
  return conditions.length === 0 ? '{}' : `{ ${conditions.join(', ')} }`;
}

function property(depth: number, key: string, value: string): string {
  const onOneLine = line(depth, `${key}: ${value},`);
  return onOneLine.length <= lineWidth
    ? onOneLine
    : `${line(depth, `${key}:`)}\n${line(depth + 1, `${value},`)}`;
}

function line(depth: number, content: string): string {
  return `${'  '.repeat(depth)}${content}`;
}

/** A string literal in the quotes that need fewer escapes, as the formatter writes it. */
function text(value: string): string {
  const json = JSON.stringify(value);
  if (value.includes("'") && !value.includes('"')) return json;
  return `'${json.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
