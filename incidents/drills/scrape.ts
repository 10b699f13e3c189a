import { serviceNamed } from '../../alerts/catalog.ts';
import { isCounted } from '../../alerts/objective.ts';
import { readReleaseCounts } from '../../deploy/gate/release-counts.ts';
import type { Drill } from './drill.ts';
import { pollUntil } from './poll.ts';

const scrapeTimeoutMs = 30_000;
const pollMs = 100;

/** Resolves when Prometheus has just scraped a release: a fault that begins now is seen as late as one can be. */
export async function awaitScrape(
  prometheusUrl: string,
  { service, environment, objective }: Pick<Drill, 'service' | 'environment' | 'objective'>,
  release: string,
  signal: AbortSignal,
): Promise<void> {
  const counted = serviceNamed(service)
    .objectives.filter(isCounted)
    .find(({ name }) => name === objective);
  if (counted === undefined) throw new Error(`${service} has no objective "${objective}" that is counted`);
  const scrapedAt = async (): Promise<number | undefined> =>
    (await readReleaseCounts(prometheusUrl, counted, { environment, releases: [release] })).of.get(release)
      ?.scrapedAt;
  const before = await scrapedAt();
  await pollUntil(
    async () => {
      const at = await scrapedAt();
      return at !== undefined && at !== before ? true : undefined;
    },
    {
      timeoutMs: scrapeTimeoutMs,
      everyMs: pollMs,
      signal,
      failure: () => `Prometheus did not scrape ${release} within ${scrapeTimeoutMs / 1000} s`,
    },
  );
}
