/** A mark (Grafana's annotation query) of a sealed classic board, read back. Closed: an unlisted key is refused. */
import { z } from 'zod';
import { datasource } from './classic-panel.ts';

export const classicAnnotation = z.strictObject({
  name: z.string(),
  datasource,
  enable: z.boolean(),
  hide: z.boolean().default(false),
  iconColor: z.string(),
  builtIn: z.number().exactOptional(),
  filter: z.strictObject({ exclude: z.boolean().exactOptional(), ids: z.array(z.int()) }).exactOptional(),
  mappings: z
    .record(
      z.string(),
      z.strictObject({
        source: z.string().exactOptional(),
        value: z.string().exactOptional(),
        regex: z.string().exactOptional(),
      }),
    )
    .exactOptional(),
  /** Everything in it is the datasource's own, but for these two. */
  target: z.looseObject({ datasource: datasource.exactOptional(), refId: z.string().exactOptional() }),
  /** What v2 has no place of its own for: see `annotationQuery`. */
  type: z.string().exactOptional(),
  titleFormat: z.string().exactOptional(),
  textFormat: z.string().exactOptional(),
  tagKeys: z.string().exactOptional(),
  step: z.string().exactOptional(),
  useValueForTime: z.boolean().exactOptional(),
});
export type ClassicAnnotation = z.infer<typeof classicAnnotation>;
