/**
 * What the desk reads of the boards at run time (dashboards-as-code/generated/incident-panels.json): which panels show
 * an incident, what they ask and how they are read. This schema is the contract that dashboards-as-code/ renders for.
 */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';

const readableVersion = 1;

export const panelUnitSchema = z.enum([
  'none',
  'short',
  'locale',
  'percentunit',
  'reqps',
  'ops',
  's',
  'bytes',
]);
export type PanelUnit = z.infer<typeof panelUnitSchema>;

export const thresholdSchema = z.object({ value: z.number(), severity: z.enum(['warning', 'critical']) });
export type PanelThreshold = z.infer<typeof thresholdSchema>;

const definitionSchema = z.object({
  slug: z.string(),
  title: z.string(),
  /** How to read it. */
  description: z.string(),
  unit: panelUnitSchema,
  /** What it means that there is nothing to show. */
  noValue: z.string(),
  /** The objective that it is about; panels without one are about the service. */
  objective: z.string().optional(),
  /** Parts of a whole, one upon the other. */
  isStacked: z.boolean(),
  thresholds: z.array(thresholdSchema),
  /** The same panel in Grafana: a path. */
  dashboard: z.string(),
  queries: z.array(z.object({ expr: z.string(), legend: z.string() })).min(1),
});
export type PanelDefinition = z.infer<typeof definitionSchema>;

const fileSchema = z.object({
  services: z.array(
    z.object({
      name: z.string(),
      scrapeIntervalSeconds: z.number().positive(),
      panels: z.array(definitionSchema),
    }),
  ),
});

export type PanelFile = z.infer<typeof fileSchema>;

/** Throws one Error that names the file and the command when it is missing, of another version, or no such file. */
export async function readPanelFile(file: string): Promise<PanelFile> {
  try {
    const json: unknown = JSON.parse(await readFile(file, 'utf8'));
    const { schemaVersion } = z.object({ schemaVersion: z.number() }).parse(json);
    if (schemaVersion !== readableVersion)
      throw new Error(`it is of version ${schemaVersion}, and this desk reads version ${readableVersion}`);
    return fileSchema.parse(json);
  } catch (error) {
    const reason =
      error instanceof z.ZodError
        ? z.prettifyError(error)
        : error instanceof Error
          ? error.message
          : String(error);
    throw new Error(`The panels ${file} cannot be used (${reason}); render them with: npm run dashboards`, {
      cause: error,
    });
  }
}

export interface IncidentPanels {
  readonly scrapeIntervalSeconds: number;
  /** The first is the one that leads: it shows what the alert is about. */
  readonly panels: readonly PanelDefinition[];
}

/**
 * The panels of one incident: that of the objective which the alert names in its `slo` label, or else of the first one,
 * and all that are about the service as a whole. undefined where the file knows no such service.
 */
export function panelsFor(
  { services }: PanelFile,
  service: string,
  slo: string | undefined,
): IncidentPanels | undefined {
  const found = services.find(({ name }) => name === service);
  if (found === undefined) return undefined;
  const ofObjectives = found.panels.filter(({ objective }) => objective !== undefined);
  const lead = ofObjectives.find(({ objective }) => objective === slo) ?? ofObjectives[0];
  const others = found.panels.filter(({ objective }) => objective === undefined);
  return {
    scrapeIntervalSeconds: found.scrapeIntervalSeconds,
    panels: lead === undefined ? others : [lead, ...others],
  };
}
