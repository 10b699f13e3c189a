/** `npm run alerts -- backfill`: prints the steps that give recorded counts a past. */
import { parseArgs } from 'node:util';
import { durationSeconds } from '../duration.ts';
import { ordinaryScrape, type ServiceDefinition } from '../service-definition.ts';
import { type BackfillSetting, renderBackfillScript } from './script.ts';

const usage = `npm run alerts -- backfill [service] [--days N] [--until TIME] [--url URL] [--data-dir DIR]

Prints a shell script that fills in the recorded counts of a service, or of all but the examples, from raw series that
Prometheus has already: which rules in which order, and where the blocks go. Load the rules first; three hours later
fill in what lies before, so that nothing is missing between.

  --days N         how far back (30); not further than the raw series and the retention reach
  --until TIME     when Prometheus began to record these counts itself, at least three hours ago (three hours ago)
  --url URL        where it answers (http://localhost:9090)
  --data-dir DIR   its --storage.tsdb.path (data, which is also its own default)

Example: npm run --silent alerts -- backfill desk --until 2026-11-21T09:00:00Z --data-dir /prometheus > backfill.sh
         sh backfill.sh    # on the machine with the data, with promtool on PATH`;

const options = {
  help: { type: 'boolean', default: false },
  days: { type: 'string', default: '30' },
  until: { type: 'string' },
  url: { type: 'string', default: 'http://localhost:9090' },
  'data-dir': { type: 'string', default: 'data' },
} as const;

const headSeconds = 3 * 3600;
const longestDays = 400;

interface Written {
  readonly days: string;
  readonly until?: string | undefined;
  readonly url: string;
  readonly 'data-dir': string;
}

/** Returns the exit code; throws an Error that names a bad value and its fix. */
export async function runBackfill(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [name, ...extra] = positionals;
  if (values.help) {
    console.log(usage);
    return 0;
  }
  if (extra.length > 0) {
    console.error(
      `"${extra.join(' ')}" is one service too many; backfill takes one, or none for all.\n\n${usage}`,
    );
    return 2;
  }
  // Loaded here, so that a definition that is refused on loading is one sentence too, and no stack.
  const { catalog, serviceNamed } = await import('../catalog.ts');
  const { exampleCatalog } = await import('../examples/catalog.ts');
  const services = (
    name === undefined
      ? catalog
      : [exampleCatalog.find((service) => service.name === name) ?? serviceNamed(name)]
  ).filter(({ objectives }) => objectives.length > 0);
  const setting = backfillSetting(values, services, Date.now() / 1000);
  if (services.length === 0)
    throw new Error(`service "${name}" has no objectives, so nothing of it is recorded; name one that has.`);
  process.stdout.write(renderBackfillScript(services, setting));
  return 0;
}

/** What was written, checked; `now` is in Unix seconds. Throws an Error that names a bad value and its fix. */
export function backfillSetting(
  written: Written,
  services: readonly ServiceDefinition[],
  now: number,
): BackfillSetting {
  const { days, until, url } = written;
  const dayCount = /^\d+$/.test(days) ? Number(days) : 0;
  if (dayCount < 1 || dayCount > longestDays)
    throw new Error(`--days ${days}: give a whole number from 1 to ${longestDays}, such as --days 30.`);
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? ''))
    throw new Error(`--url ${url}: give Prometheus' address, such as --url http://localhost:9090.`);
  if (written['data-dir'].trim() === '')
    throw new Error("--data-dir is empty; give Prometheus' --storage.tsdb.path, such as /prometheus.");
  const latest = now - headSeconds;
  if (until === undefined) return { ...between(latest), url, dataDir: written['data-dir'] };
  const began = Date.parse(until) / 1000;
  if (!/^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(until) || Number.isNaN(began))
    throw new Error(`--until ${until}: give a time with its zone, such as --until 2026-11-21T09:00:00Z.`);
  if (began > latest)
    throw new Error(
      `--until ${until}: that is less than three hours ago, and Prometheus still writes there; run it after ${new Date((began + headSeconds) * 1000).toISOString()}.`,
    );
  // The first count that Prometheus took itself reaches back one interval.
  const longest = Math.max(
    ...services.map(({ scrape }) => durationSeconds((scrape ?? ordinaryScrape).interval)),
  );
  return { ...between(began - longest), url, dataDir: written['data-dir'] };

  function between(last: number): { start: number; end: number } {
    const end = Math.floor(last);
    return { start: end - dayCount * 86_400, end };
  }
}
