/**
 * The key panels of an incident, for the desk (`PANELS_FILE`), which draws them itself and keeps what it drew: the same
 * panels as on the boards, with the same questions. `$environment`, `$release`, `$route` and `$__rate_interval` are
 * filled in by the desk.
 */
import { z } from 'zod';
import { durationSeconds } from '../alerts/duration.ts';
import { type BoardName, dashboardPath } from '../alerts/links.ts';
import { renderPromql } from '../alerts/promql.ts';
import { ordinaryScrape, type ServiceDefinition } from '../alerts/service-definition.ts';
import type { PanelModel } from './board.ts';
import { availabilityOf, latencyOf } from './objectives-of.ts';
import { errorsByReleasePanel } from './panels/culprits.ts';
import { durationPanel, exemplarHint } from './panels/duration.ts';
import { objectivePanel } from './panels/objectives.ts';
import { signalPanels } from './panels/signals.ts';
import { errorRatioPanel, errorVolumePanel } from './panels/traffic.ts';
import type { Query } from './query.ts';
import { severityOf, type ThresholdStep } from './thresholds.ts';

/** Raised when a desk that reads the version before would misread the file. */
const schemaVersion = 1;

export interface KeyPanel {
  /** Where the panel lies in Grafana. */
  readonly board: BoardName;
  /** Shown only where an alert of this objective fired, or where no alert names one. */
  readonly objective?: string;
  readonly panel: PanelModel;
}

/** In the order in which they are read: is it bad, since when, whose fault, is it slow as well, what else moved? */
export function keyPanelsOf(service: ServiceDefinition): KeyPanel[] {
  const availability = availabilityOf(service);
  const latency = latencyOf(service);
  return [
    ...service.objectives.map((objective) => ({
      board: 'errors' as const,
      objective: objective.name,
      panel: objectivePanel(service, objective),
    })),
    ...(availability === undefined
      ? []
      : [
          on('errors', errorRatioPanel(availability)),
          on('errors', errorVolumePanel(availability)),
          on('errors', errorsByReleasePanel(availability)),
        ]),
    ...(latency === undefined ? [] : [on('overview', durationPanel(latency))]),
    ...signalPanels(service, ['cpu', 'event-loop']).map((panel) => on('errors', panel)),
  ];
}

function on(board: BoardName, panel: PanelModel): KeyPanel {
  return { board, panel };
}

export function incidentPanels(services: readonly ServiceDefinition[]): object {
  return {
    schemaVersion,
    services: services
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .map((service) => ({
        name: service.name,
        scrapeIntervalSeconds: durationSeconds((service.scrape ?? ordinaryScrape).interval),
        panels: keyPanelsOf(service).map((key) => renderKeyPanel(service, key)),
      })),
  };
}

function renderKeyPanel(service: ServiceDefinition, { board, objective, panel }: KeyPanel): object {
  const { slug, title, description, unit, noValue, thresholds = [], queries } = panel;
  return {
    slug,
    title,
    // The desk keeps lines, no exemplars.
    description: description.replace(` ${exemplarHint}`, ''),
    unit,
    noValue,
    ...(objective === undefined ? {} : { objective }),
    isStacked: isStacked(panel),
    thresholds: thresholds.flatMap(renderThreshold),
    dashboard: dashboardPath(service.name, board, slug),
    queries: queries.map((query) => renderQuery(slug, query)),
  };
}

/** A step that is no alarm has no line. The word goes along: not everybody tells its colour from the other. */
function renderThreshold(step: ThresholdStep): object[] {
  const severity = severityOf(step);
  return step.value === null || severity === undefined ? [] : [{ value: step.value, severity }];
}

/** Throws an Error that names the panel for a question that is no line over time. */
function renderQuery(slug: string, query: Query): object {
  if (query.backend !== 'prometheus' || query.isInstant || query.format !== undefined)
    throw new Error(
      `key panel "${slug}": it asks something other than lines over time of Prometheus; take another panel into incident-panels.ts.`,
    );
  return { expr: renderPromql(query.expr), legend: query.legend ?? '' };
}

const stacking = z.object({ stacking: z.object({ mode: z.string() }) });

/** Read off the look itself, so that it is chosen in one place. */
function isStacked({ visual }: PanelModel): boolean {
  const custom = stacking.safeParse(visual.build().fieldConfig?.defaults.custom);
  return custom.success && custom.data.stacking.mode === 'normal';
}
