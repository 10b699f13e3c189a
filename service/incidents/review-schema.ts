/** A review as it is stored: enough to render it again without asking anybody anything. */
import { z } from 'zod';

export const reviewSchema = z.object({
  title: z.string(),
  draftedAt: z.string(),
  facts: z.array(z.object({ name: z.string(), value: z.string() })),
  timeline: z.array(z.object({ at: z.string(), text: z.string(), detail: z.string() })),
  routes: z.array(
    z.object({ method: z.string(), route: z.string(), badRatio: z.number(), badCount: z.number() }),
  ),
  routesQuery: z.string(),
  /** What the chart shows; reviews from before the boards' panels were drawn have another one. */
  chartTitle: z.string().default('Share of bad requests'),
  /** SVG, frozen. */
  chart: z.string(),
  /** How many data points its line has; null in reviews from before that was counted. */
  chartPoints: z.number().int().nullable().default(null),
  /** What was asked, one query after the other. */
  chartQuery: z.string(),
  questions: z.array(z.string()),
});

export type Review = z.infer<typeof reviewSchema>;
