/** A board in the v2 schema as Grafana types it, closed where that type takes anything. */
import type {
  AnnotationQuerySpec,
  DataQueryKind,
  FieldConfig,
  FieldConfigSource,
  PanelQuerySpec,
  PanelSpec,
  QueryGroupSpec,
  QueryVariableKind,
  QueryVariableSpec,
  RowsLayoutKind,
  Spec,
  VariableKind,
} from '@grafana/schema/apis/dashboard.grafana.app/v2beta1';
import type { DatasourceQueries } from './datasource-types.ts';
import type { PanelParts } from './panel-types.ts';

export interface V2Board {
  apiVersion: 'dashboard.grafana.app/v2beta1';
  kind: 'Dashboard';
  metadata: { name: string; annotations?: { 'grafana.app/folder': string } };
  spec: Omit<Spec, 'elements' | 'layout' | 'variables' | 'annotations'> & {
    elements: Record<string, Panel>;
    layout: RowsLayoutKind;
    variables: Variable[];
    annotations: Mark[];
  };
}

interface Panel {
  kind: 'Panel';
  spec: Omit<PanelSpec, 'vizConfig' | 'data'> & {
    vizConfig: VizConfigs[keyof VizConfigs];
    data: { kind: 'QueryGroup'; spec: Omit<QueryGroupSpec, 'queries'> & { queries: Query[] } };
  };
}

type VizConfigs = {
  [Kind in keyof PanelParts]: {
    kind: 'VizConfig';
    group: Kind;
    version: string;
    spec: { options: PanelParts[Kind]['options']; fieldConfig: Fields<PanelParts[Kind]['fields']> };
  };
};

type Fields<Custom> = Omit<FieldConfigSource, 'defaults'> & {
  defaults: Omit<FieldConfig, 'custom'> & { custom?: Custom };
};

interface Query {
  kind: 'PanelQuery';
  spec: Omit<PanelQuerySpec, 'query'> & { query: Asked[keyof Asked] };
}

/** Without a datasource Grafana asks its default one. */
type Asked = {
  [Type in keyof DatasourceQueries]: Omit<DataQueryKind, 'group' | 'spec' | 'datasource'> & {
    group: Type;
    datasource: { name: string };
    spec: DatasourceQueries[Type];
  };
};

/** A query in words anywhere else than under this key leaves the variable empty. */
type Variable =
  | Exclude<VariableKind, QueryVariableKind>
  | {
      kind: 'QueryVariable';
      spec: Omit<QueryVariableSpec, 'query'> & {
        query: Omit<DataQueryKind, 'spec'> & { spec: { __legacyStringValue: string } };
      };
    };

type WithRefId<Query> = Query extends { spec: infer Spec }
  ? Omit<Query, 'spec'> & { spec: Spec & { refId?: string } }
  : never;

interface Mark {
  kind: 'AnnotationQuery';
  spec: Omit<AnnotationQuerySpec, 'query' | 'legacyOptions'> & {
    query: WithRefId<Asked[keyof Asked]>;
    legacyOptions?: MarkOptions;
  };
}

/** What only the datasource reads. */
export interface MarkOptions {
  titleFormat?: string;
  textFormat?: string;
  tagKeys?: string;
  step?: string;
  useValueForTime?: boolean;
}
