/** Key panels as Prometheus answered them once: enough to draw them for ever, with what was asked and when. */
import { z } from 'zod';
import { panelUnitSchema, thresholdSchema } from './panel-definitions.ts';

const shownSchema = {
  slug: z.string(),
  title: z.string(),
  description: z.string(),
  unit: panelUnitSchema,
  isStacked: z.boolean(),
  thresholds: z.array(thresholdSchema),
  /** The same panel in Grafana: a path. */
  dashboard: z.string(),
  /** As they were sent; the legend names their lines. */
  queries: z.array(z.object({ legend: z.string(), query: z.string() })),
};

const frozenPanelSchema = z.discriminatedUnion('status', [
  z.object({
    ...shownSchema,
    status: z.literal('found'),
    series: z.array(
      z.object({
        name: z.string(),
        /** The first at `from`, each `stepSeconds` after the one before; null where there was none. */
        values: z.array(z.number().nullable()),
      }),
    ),
    /** How many series were cut, the lowest ones. */
    seriesLeftOut: z.number(),
    /** Why some of its queries have no answer; empty when all have one. */
    failure: z.string(),
  }),
  z.object({ ...shownSchema, status: z.literal('none'), reason: z.string() }),
  z.object({ ...shownSchema, status: z.literal('failed'), reason: z.string() }),
]);
export type FrozenPanel = z.infer<typeof frozenPanelSchema>;

/** When it was asked, and about which time. */
const askedSchema = { askedAt: z.string(), from: z.string(), to: z.string() };

export const frozenPanelsSchema = z.discriminatedUnion('status', [
  z.object({
    ...askedSchema,
    status: z.literal('asked'),
    stepSeconds: z.number(),
    /** The first one leads: it shows what the alert is about. */
    panels: z.array(frozenPanelSchema),
  }),
  z.object({ ...askedSchema, status: z.literal('failed'), reason: z.string() }),
  z.object({ ...askedSchema, status: z.literal('unavailable'), reason: z.string() }),
]);
export type FrozenPanels = z.infer<typeof frozenPanelsSchema>;

/** Why asking again later could find more; undefined when it could not. */
export function failureOf(frozen: FrozenPanels): string | undefined {
  if (frozen.status === 'unavailable') return undefined;
  if (frozen.status === 'failed') return frozen.reason;
  return frozen.panels.map(failureOfPanel).find((failure) => failure !== undefined);
}

/** The same for the panel that leads alone. */
export function failureOfLead(frozen: FrozenPanels): string | undefined {
  const [lead] = frozen.status === 'asked' ? frozen.panels : [];
  return lead === undefined ? failureOf(frozen) : failureOfPanel(lead);
}

function failureOfPanel(panel: FrozenPanel): string | undefined {
  if (panel.status === 'none') return undefined;
  return panel.status === 'failed' ? panel.reason : panel.failure || undefined;
}

export function hasData(frozen: FrozenPanels): boolean {
  return frozen.status === 'asked' && frozen.panels.some(({ status }) => status === 'found');
}
