/** What each kind of panel has of its own: the schemas of boards take anything there. */
import type {
  FieldConfig as BarChartFields,
  Options as BarChartOptions,
} from '@grafana/schema/dist/esm/raw/composable/barchart/panelcfg/x/BarChartPanelCfg_types.gen';
import type { Options as BarGaugeOptions } from '@grafana/schema/dist/esm/raw/composable/bargauge/panelcfg/x/BarGaugePanelCfg_types.gen';
import type { Options as GaugeOptions } from '@grafana/schema/dist/esm/raw/composable/gauge/panelcfg/x/GaugePanelCfg_types.gen';
import type {
  FieldConfig as HeatmapFields,
  Options as HeatmapOptions,
} from '@grafana/schema/dist/esm/raw/composable/heatmap/panelcfg/x/HeatmapPanelCfg_types.gen';
import type { Options as LogsOptions } from '@grafana/schema/dist/esm/raw/composable/logs/panelcfg/x/LogsPanelCfg_types.gen';
import type {
  FieldConfig as PieChartFields,
  Options as PieChartOptions,
} from '@grafana/schema/dist/esm/raw/composable/piechart/panelcfg/x/PieChartPanelCfg_types.gen';
import type { Options as StatOptions } from '@grafana/schema/dist/esm/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen';
import type {
  FieldConfig as StateTimelineFields,
  Options as StateTimelineOptions,
} from '@grafana/schema/dist/esm/raw/composable/statetimeline/panelcfg/x/StateTimelinePanelCfg_types.gen';
import type {
  FieldConfig as TableFields,
  Options as TableOptions,
} from '@grafana/schema/dist/esm/raw/composable/table/panelcfg/x/TablePanelCfg_types.gen';
import type { Options as TextOptions } from '@grafana/schema/dist/esm/raw/composable/text/panelcfg/x/TextPanelCfg_types.gen';
import type {
  FieldConfig as TimeseriesFields,
  Options as TimeseriesOptions,
} from '@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen';
import type { Draft } from './plain.ts';

/** By the panel's type. A kind that is not here is refused: add it with Grafana's own types. */
export interface PanelParts {
  readonly barchart: Parts<BarChartOptions, BarChartFields>;
  readonly bargauge: Parts<BarGaugeOptions>;
  readonly gauge: Parts<GaugeOptions>;
  readonly heatmap: Parts<HeatmapOptions, HeatmapFields>;
  readonly logs: Parts<LogsOptions>;
  readonly piechart: Parts<PieChartOptions, PieChartFields>;
  readonly stat: Parts<StatOptions>;
  readonly 'state-timeline': Parts<StateTimelineOptions, StateTimelineFields>;
  readonly table: Parts<TableOptions & SdkFooter, TableFields>;
  readonly text: Parts<TextOptions>;
  readonly timeseries: Parts<TimeseriesOptions, TimeseriesFields>;
}

/** The SDK still writes it; Grafana has its footers in the field config, and this one says that there is none. */
interface SdkFooter {
  footer: { show: false; reducer: []; countRows: false };
}

interface Parts<Options, Fields = Record<never, never>> {
  options: Draft<Options>;
  /** How its values look; "custom" in the field config. */
  fields: Draft<Fields>;
}
