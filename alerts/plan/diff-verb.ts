/** `npm run alerts -- diff`: what a change of the catalog, or of the compiler, changes for the person on call. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { assertWorkable } from '../plan.ts';
import { renderChanges } from './changes-text.ts';
import { olderPlan } from './older-plan.ts';
import { changesBetween } from './plan-changes.ts';
import { recordOf } from './plan-record.ts';

const usage = `npm run alerts -- diff [--against REF|FILE]

Compares what the catalog's alerts do now with what they did in another version: who is told, how much sooner or later,
false alerts a month, budgets, thresholds, samples read. The other version is the alerts/generated/plan.json
of a commit, or a file that was kept.

  --against REF|FILE   a commit, branch or tag, or a plan.json (HEAD)

Exit code 0: nothing changes. 3: something does. 1: the catalog or the other version cannot be read. 2: wrong arguments.

Example: npm run alerts -- diff --against main

  desk
    every alert: tells operations instead of platform
    availability
      promises 99.9 % over 30 days -> 99.95 % over 30 days
      budget in minutes 43.2 -> 21.6
      first message at 10 % errors 1 min 45 s sooner: after 10 min 20 s, not 12 min 5 s
    HighLatency warning: threshold 0.5 s -> 1 s`;

/** Something changes; 1 and 2 mean that it could not be said. */
const exitCodeOfChanges = 3;

const options = {
  help: { type: 'boolean', default: false },
  against: { type: 'string', default: 'HEAD' },
} as const;

/** Returns the exit code; throws an Error where either version cannot be had. */
export async function runDiff(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  if (positionals.length > 0) {
    console.error(
      `"${positionals.join(' ')}" is too much; name the other version with --against.\n\n${usage}`,
    );
    return 2;
  }
  // Loaded here, so that a definition that is refused on loading is one sentence too, and no stack.
  const { catalog } = await import('../catalog.ts');
  assertWorkable(catalog);
  const committed = join(import.meta.dirname, '..', 'generated', 'plan.json');
  const changes = changesBetween(await olderPlan(values.against, committed), recordOf(catalog));
  console.log(renderChanges(changes, values.against));
  return changes.length === 0 ? 0 : exitCodeOfChanges;
}
