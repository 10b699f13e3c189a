/** The intervals that decide how late an alert is, read from the configurations that ship. */
import { parse } from 'yaml';
import { z } from 'zod';
import { alertArtefacts } from '../artefacts.ts';
import { durationSeconds } from '../duration.ts';

export interface Clock {
  readonly scrapeSeconds: number;
  readonly evaluationSeconds: number;
  /** How long Alertmanager waits for more of a group before it tells anyone. */
  readonly groupWaitSeconds: number;
}

const seconds = z.string().transform(durationSeconds);
const prometheusFile = z.object({
  global: z.object({ scrape_interval: seconds, evaluation_interval: seconds }),
});
const alertmanagerFile = z.object({ route: z.object({ group_wait: seconds }) });

/** What every installation but the drills' runs with; throws where a configuration lost one of the three. */
export function shippedClock(): Clock {
  const files = alertArtefacts([]);
  const { global } = prometheusFile.parse(parse(files.get('prometheus.yml') ?? ''));
  const { route } = alertmanagerFile.parse(parse(files.get('alertmanager.yml') ?? ''));
  return {
    scrapeSeconds: global.scrape_interval,
    evaluationSeconds: global.evaluation_interval,
    groupWaitSeconds: route.group_wait,
  };
}
