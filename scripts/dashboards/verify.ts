/** `npm run dashboards -- verify`: asks a stack every query of every board, or drives one through a fault and asks three times. */
import { writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { durationSeconds } from '../../alerts/duration.ts';
import { type DashboardsConfig, readDashboardsConfig } from '../../dashboards-as-code/config.ts';
import { shippedBoards } from '../../dashboards-as-code/shipped-boards.ts';
import { allowedEmpty } from '../../dashboards-as-code/verify/allowed-empty.ts';
import { faultsOf, missingData } from '../../dashboards-as-code/verify/judge.ts';
import { limits } from '../../dashboards-as-code/verify/limits.ts';
import { renderReport, summarize } from '../../dashboards-as-code/verify/report.ts';
import type { Round } from '../../dashboards-as-code/verify/round.ts';
import { verifyBoards } from '../../dashboards-as-code/verify/verify-boards.ts';
import { badRelease } from '../../incidents/drills/bad-release.ts';
import { driveBoards } from '../../incidents/drills/boards-drive.ts';

const usage = `npm run dashboards -- verify [options]

Runs every query of every panel, variable and mark of all boards against the real Prometheus, Loki and Jaeger, with each
board's own variables and time range, and prints a table a board: series, points, milliseconds, samples read.

Where no stack runs, it starts one and drives it as "npm run demo" does (about four minutes): asked while all is calm, during
the fault and after the recovery. Where one runs (PROMETHEUS_URL, LOKI_URL, JAEGER_URL, or "npm run demo" in another
terminal) it asks that one, once. Exit code 1 on an error, on a query that never had data through all three (but
for dashboards-as-code/verify/allowed-empty.ts), or over a limit (dashboards-as-code/verify/limits.ts).

  --drive              start and drive a stack, also when one runs
  --environment NAME   of a running stack: the environment to choose (production)
  --var NAME=VALUE     of a running stack: another value of a variable; may be given more than once
  --last DURATION      of a running stack: the range to ask about, instead of each board's own
  --json FILE          write all results to this file too
  --work-dir DIR       where a driven stack keeps its data and logs (.tocsin/verify); inside this clone

Example: npm run dashboards -- verify --environment staging --var route=/api/changes`;

const options = {
  drive: { type: 'boolean', default: false },
  environment: { type: 'string', default: 'production' },
  var: { type: 'string', multiple: true },
  last: { type: 'string' },
  json: { type: 'string' },
  'work-dir': { type: 'string', default: join('.tocsin', 'verify') },
  help: { type: 'boolean', default: false },
} as const;

const root = dirname(dirname(import.meta.dirname));

/** Resolves to the exit code: 0, 1 for a fault, 2 for arguments that make no sense, 130 when it was interrupted. */
export async function verify(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const config = readDashboardsConfig();
  const { prometheusUrl } = config;
  if (values.drive || prometheusUrl === undefined) {
    const { exitCode, rounds } = await drive(resolve(root, values['work-dir']));
    const missing = exitCode === 0 ? missingData(rounds, allowedEmpty) : [];
    return tell(rounds, missing, { exitCode, file: values.json });
  }
  const strange = values.var?.find((text) => !/^\w+=/.test(text));
  if (strange !== undefined) {
    console.error(`--var wants NAME=VALUE, not "${strange}".\n\n${usage}`);
    return 2;
  }
  const round = await askOnce({ ...config, prometheusUrl }, values);
  return tell([round], [], { exitCode: 0, file: values.json });
}

async function drive(workDir: string): ReturnType<typeof driveBoards> {
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => interrupted.abort(signal));
  return driveBoards({
    drill: badRelease,
    boards: shippedBoards(),
    root,
    workDir,
    ruleFiles: [join(root, 'alerts', 'generated', 'rules', 'desk.yml')],
    signal: interrupted.signal,
    write: (text) => process.stdout.write(text),
  });
}

async function askOnce(
  config: DashboardsConfig & { readonly prometheusUrl: string },
  values: { readonly environment: string; readonly var?: readonly string[]; readonly last?: string },
): Promise<Round> {
  const at = new Date();
  const chosen = (values.var ?? []).map((text) => [
    text.slice(0, text.indexOf('=')),
    text.slice(text.indexOf('=') + 1),
  ]);
  const results = await verifyBoards({
    ...config,
    boards: shippedBoards(),
    at,
    chosen: Object.fromEntries(chosen),
    preferred: { environment: values.environment },
    ...(values.last === undefined ? {} : { lastSeconds: durationSeconds(values.last) }),
  });
  return { instant: 'now', at: at.toISOString(), results };
}

/** Prints what was found, and gives the exit code: the given one unless that is 0 and there are faults. */
async function tell(
  rounds: readonly Round[],
  missing: readonly string[],
  { exitCode, file }: { readonly exitCode: number; readonly file: string | undefined },
): Promise<number> {
  if (rounds.length === 0) return exitCode === 0 ? 1 : exitCode;
  const faults = [...faultsOf(rounds, limits), ...missing];
  console.log(`\n${renderReport(rounds, limits)}`);
  for (const fault of faults) console.error(`fault: ${fault}`);
  if (file !== undefined)
    await writeFile(file, `${JSON.stringify({ totals: summarize(rounds), faults, rounds }, null, 2)}\n`);
  if (exitCode !== 0) return exitCode;
  return faults.length > 0 ? 1 : 0;
}
