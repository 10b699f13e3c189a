/**
 * What the desk reads of the catalog at run time (alerts/generated/catalog.json). Queries hold the placeholders
 * $environment, $window and $routes; this schema is the contract that alerts/ renders for.
 */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';

const objectiveSchema = z.object({
  name: z.string(),
  kind: z.enum(['availability', 'latency', 'freshness', 'probe']),
  /** Share of good events asked for, 0 to 1. */
  target: z.number().gt(0).lt(1),
  windowDays: z.number(),
  queries: z.object({
    /** Share of bad events over $window: one value. */
    ratio: z.string(),
    /** Bad events within $window, by method and route. */
    badByRoute: z.string(),
    /** Share of bad events over $window, by method and route. */
    ratioByRoute: z.string(),
    /** Events within $window, by method and route. */
    totalByRoute: z.string(),
    /** Share of bad events over $window, by release. */
    ratioByRelease: z.string(),
  }),
});

const serviceSchema = z.object({
  name: z.string(),
  owner: z.string(),
  tier: z.number(),
  objectives: z.array(objectiveSchema),
  logs: z.object({ errorLines: z.string() }).optional(),
  traces: z.object({ service: z.string(), failingTags: z.record(z.string(), z.string()) }).optional(),
});

const catalogSchema = z.object({ services: z.array(serviceSchema) });

export type Objective = z.infer<typeof objectiveSchema>;
export type CatalogService = z.infer<typeof serviceSchema>;
export type Catalog = z.infer<typeof catalogSchema>;

export async function readCatalog(file: string): Promise<Catalog> {
  try {
    return catalogSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new Error(`The catalog ${file} cannot be used (${reason}); render it with: npm run alerts`, {
      cause: error,
    });
  }
}

export function findService(catalog: Catalog, name: string): CatalogService | undefined {
  return catalog.services.find((service) => service.name === name);
}

/** The objective an alert names in its `slo` label, or else the first one. */
export function findObjective(service: CatalogService, slo: string | undefined): Objective | undefined {
  return service.objectives.find(({ name }) => name === slo) ?? service.objectives[0];
}

export interface QueryScope {
  readonly environment: string;
  /** A Prometheus duration: 5m. */
  readonly window?: string;
  readonly routes?: readonly string[];
}

/** Placeholders stand inside double-quoted strings, save $window; values are escaped for that. */
export function fillQuery(template: string, { environment, window = '5m', routes = [] }: QueryScope): string {
  if (!/^(\d+(ms|[smhdwy]))+$/.test(window))
    throw new Error(`"${window}" is no Prometheus duration; write it like 5m or 1h30m`);
  const values: Readonly<Record<string, string>> = {
    environment: escapeString(environment),
    window,
    routes: escapeString(routes.map(escapeRegex).join('|')),
  };
  return template.replace(/\$(environment|window|routes)\b/g, (_, name: string) => values[name] ?? '');
}

/** For the inside of a double-quoted string of PromQL or LogQL. */
export function escapeString(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}

function escapeRegex(value: string): string {
  return value.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
