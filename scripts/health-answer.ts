/** What /health/detailed answers: the state of the service and of each of its parts. */
import { z } from 'zod';

export const healthAnswerSchema = z.object({
  status: z.string(),
  components: z.array(
    z.object({
      name: z.string(),
      state: z.string(),
      latencyMs: z.number(),
      version: z.string(),
      detail: z.string(),
    }),
  ),
});
