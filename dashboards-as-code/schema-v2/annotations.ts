/** Marks in the v2 schema. */
import type { AnnotationQueryKind } from '@grafana/schema/apis/dashboard.grafana.app/v2beta1';
import type { ClassicAnnotation } from './classic-annotation.ts';
import { dataQuery } from './data-query.ts';

/** What only the datasource reads (titles, tags, the time in the value) has no key in v2 and goes through legacyOptions. */
export function annotationQuery(mark: ClassicAnnotation): AnnotationQueryKind {
  const { name, datasource, enable, hide, iconColor, builtIn, filter, mappings, target, ...legacy } = mark;
  const { datasource: asked = datasource, ...query } = target;
  return {
    kind: 'AnnotationQuery',
    spec: {
      name,
      enable,
      hide,
      iconColor,
      query: dataQuery(asked, query),
      ...(builtIn === undefined ? {} : { builtIn: builtIn !== 0 }),
      ...(filter === undefined ? {} : { filter }),
      ...(mappings === undefined ? {} : { mappings }),
      ...(Object.keys(legacy).length === 0 ? {} : { legacyOptions: legacy }),
    },
  };
}
