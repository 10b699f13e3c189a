/**
 * A sealed board in the v2 schema, for Grafana's k8s-style API. It is made from the classic board and not beside it, so that
 * both say the same.
 */
import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import {
  DashboardApiVersion,
  DashboardKind,
  defaultTimeSettingsSpec,
} from '@grafana/grafana-foundation-sdk/dashboardv2beta1';
import type {
  DashboardCursorSync,
  PanelKind,
  TimeSettingsSpec,
} from '@grafana/schema/apis/dashboard.grafana.app/v2beta1';
import { annotationQuery } from './annotations.ts';
import { type ClassicBoard, readClassicBoard } from './classic-board.ts';
import { type ClassicSection, rowsLayout, sectionsOf } from './layout.ts';
import { elementName, panelKind } from './panel.ts';
import { type BoardSpec, refuseBrokenReferences } from './references.ts';
import { variableKind } from './variables.ts';

export interface BoardResource {
  /** v2beta1 and not v2, which the SDK's own manifest() writes and Grafana 12.4 does not serve. */
  readonly apiVersion: typeof DashboardApiVersion;
  readonly kind: typeof DashboardKind;
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: BoardSpec;
}

export interface BoardFolder {
  /** Of a folder that is there already. Left out, the board goes to the root, also one that lay in a folder before. */
  readonly folderUid?: string;
}

/**
 * Throws an Error that names the board and the panel for what the v2 schema has no place for, for two equal panel ids and for
 * a reference that leads nowhere.
 */
export function boardResource(sealed: Dashboard, { folderUid }: BoardFolder = {}): BoardResource {
  const board = readClassicBoard(sealed);
  const sections = sectionsOf(board.panels);
  const spec: BoardSpec = {
    title: board.title,
    ...(board.description === undefined ? {} : { description: board.description }),
    tags: board.tags,
    ...(board.editable === undefined ? {} : { editable: board.editable }),
    ...(board.liveNow === undefined ? {} : { liveNow: board.liveNow }),
    preload: board.preload,
    cursorSync: cursorSyncs[board.graphTooltip],
    timeSettings: timeSettings(board),
    links: board.links,
    variables: board.variables.map(variableKind),
    annotations: board.annotations.map(annotationQuery),
    elements: elements(board.uid, sections),
    layout: rowsLayout(board.uid, sections),
  };
  refuseBrokenReferences(board.uid, spec);
  return {
    apiVersion: DashboardApiVersion,
    kind: DashboardKind,
    metadata: {
      name: board.uid,
      ...(folderUid === undefined ? {} : { annotations: { 'grafana.app/folder': folderUid } }),
    },
    spec,
  };
}

const cursorSyncs = ['Off', 'Crosshair', 'Tooltip'] as const satisfies readonly DashboardCursorSync[];

function elements(boardUid: string, sections: readonly ClassicSection[]): Record<string, PanelKind> {
  const made: Record<string, PanelKind> = {};
  for (const panel of sections.flatMap(({ panels }) => panels)) {
    const name = elementName(panel.id);
    const other = made[name];
    if (other !== undefined)
      throw new Error(
        `board "${boardUid}": panels "${other.spec.title}" and "${panel.title}" both have the id ${panel.id}, so one would hide the other; rename the slug of one.`,
      );
    made[name] = panelKind(boardUid, panel);
  }
  return made;
}

function timeSettings(board: ClassicBoard): TimeSettingsSpec {
  const { time, timezone, refresh, fiscalYearStartMonth, weekStart, timepicker } = board;
  const defaults = defaultTimeSettingsSpec();
  return {
    from: time.from,
    to: time.to,
    ...(timezone === undefined ? {} : { timezone }),
    autoRefresh: refresh,
    autoRefreshIntervals: timepicker.refresh_intervals ?? defaults.autoRefreshIntervals,
    hideTimepicker: timepicker.hidden ?? defaults.hideTimepicker,
    fiscalYearStartMonth,
    ...(weekStart === undefined ? {} : { weekStart }),
    ...(timepicker.nowDelay === undefined ? {} : { nowDelay: timepicker.nowDelay }),
  };
}
