/** A board in the classic schema as Grafana types it, closed where that type takes anything. */
import type {
  AnnotationQuery,
  Dashboard,
  FieldConfig,
  FieldConfigSource,
  GridPos,
  Panel,
  RowPanel,
  VariableModel,
} from '@grafana/schema/dist/esm/raw/dashboard/x/Dashboard_types.gen';
import type { DatasourceQueries } from './datasource-types.ts';
import type { PanelParts } from './panel-types.ts';
import type { Plain } from './plain.ts';
import type { MarkOptions } from './v2-type.ts';

export type ClassicBoard = Omit<
  Plain<Dashboard>,
  'uid' | 'title' | 'panels' | 'templating' | 'annotations'
> & {
  uid: string;
  title: string;
  panels: (Row | AnyPanel)[];
  templating: { list: Variable[] };
  annotations: { list: Marks[keyof Marks][] };
};

/** Without an id of its own Grafana numbers a panel by its position, and links to it go astray. */
interface Placed {
  id: number;
  title: string;
  gridPos: GridPos;
}

type Row = Omit<Plain<RowPanel>, keyof Placed | 'panels'> & Placed & { panels: AnyPanel[] };

type AnyPanel = Panels[keyof PanelParts];

type Panels = {
  [Kind in keyof PanelParts]: Omit<
    Plain<Panel>,
    keyof Placed | 'type' | 'options' | 'fieldConfig' | 'targets'
  > &
    Placed & {
      type: Kind;
      options?: PanelParts[Kind]['options'];
      fieldConfig?: Fields<PanelParts[Kind]['fields']>;
      targets?: Targets[keyof Targets][];
    };
};

type Fields<Custom> = Omit<Plain<FieldConfigSource>, 'defaults'> & {
  defaults: Omit<Plain<FieldConfig>, 'custom'> & { custom?: Custom };
};

type Targets = {
  [Type in keyof DatasourceQueries]: DatasourceQueries[Type] & {
    refId: string;
    hide?: boolean;
    datasource: { type: Type; uid: string };
  };
};

/** Of query and interval variables, which Grafana reads and its published type leaves out. */
type Variable = Plain<VariableModel> & {
  definition?: string;
  auto?: boolean;
  auto_min?: string;
  auto_count?: number;
};

/** The published type knows marks of Grafana's own store only. */
type Marks = {
  [Type in keyof DatasourceQueries]: Omit<Plain<AnnotationQuery>, 'target' | 'datasource'> &
    MarkOptions & {
      datasource: { type: Type; uid: string };
      target: DatasourceQueries[Type] & { refId?: string; datasource?: { type: Type; uid: string } };
    };
};
