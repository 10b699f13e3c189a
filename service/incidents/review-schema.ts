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
  /** SVG, frozen. */
  chart: z.string(),
  chartQuery: z.string(),
  questions: z.array(z.string()),
});

export type Review = z.infer<typeof reviewSchema>;
