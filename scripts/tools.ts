// npm run tools: shows the programs of the stack, and with --all gets every one that can be had.
import { parseArgs, styleText } from 'node:util';
import { type FoundProgram, findProgram, type MissingProgram, obtainProgram } from '../programs/find.ts';
import { runOrThrow } from '../programs/run.ts';
import { findPostgresPrograms } from '../programs/servers/postgres-program.ts';
import { type ProgramName, programs, stackProgramNames } from '../programs/table.ts';

const help = `Usage: npm run tools [-- --all]

Shows each program of the stack: name, version, where it came from, path.

  --all    gets every program that is missing: the project's release archive (SHA-256 checked), the
           distribution's package (unpacked into the tool cache, never installed), or a build with Go,
           which takes minutes. Nothing is written outside the tool cache, ~/.cache/tocsin by default
           (TOCSIN_CACHE names another).
  --help   this text

Exit code: 0 when everything asked for is there, 1 when something is missing or broke, 2 on wrong usage.
Without --all a missing program is shown and is no failure. With --all Grafana may stay missing without
being a failure where its archive cannot be reached, since nothing but its boards depends on it.

Example:
  npm run tools -- --all     # on a new machine, before npm test
`;

type Row = FoundProgram | (MissingProgram & { readonly name: ProgramName });

const heartbeatMs = 15_000;

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  let options: { all?: boolean; help?: boolean };
  try {
    options = parseArgs({
      args: [...args],
      options: { all: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    }).values;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${help}`);
    return 2;
  }
  if (options.help) {
    console.log(help);
    return 0;
  }
  const rows = options.all ? await obtainAll() : await Promise.all(stackProgramNames.map(look));
  console.log([await describePostgres(), ...rows.filter((row) => 'path' in row).map(describe)].join('\n'));
  const missing = rows.filter((row) => 'missing' in row);
  for (const row of missing) console.log(`${paint('yellow', '!')} ${row.missing}`);
  const isFailure = missing.some((row) => row.hasFailed || row.name !== 'grafana');
  return options.all && isFailure ? 1 : 0;
}

async function look(name: ProgramName): Promise<Row> {
  const missing = `${name} is missing, and without it ${programs[name].cost}: "npm run tools -- --all" gets it.`;
  return (await findProgram(name)) ?? { name, missing, hasFailed: false };
}

/** What takes seconds all at once, then the builds one after the other, since each takes every core. */
async function obtainAll(): Promise<Row[]> {
  const rows = await Promise.all(stackProgramNames.map((name) => obtain(name, false)));
  for (const [index, row] of rows.entries()) {
    if ('missing' in row) rows[index] = await obtain(row.name, true);
  }
  return rows;
}

async function obtain(name: ProgramName, allowSlow: boolean): Promise<Row> {
  const begun = performance.now();
  let doing = 'looking for it';
  const tell = (line: string): void => {
    const seconds = Math.round((performance.now() - begun) / 1000);
    console.error(`${paint('dim', `[${String(seconds).padStart(4)} s]`)} ${name}: ${line}`);
  };
  const heartbeat = setInterval(() => tell(`still ${doing}`), heartbeatMs);
  try {
    const onProgress = (line: string): void => {
      doing = line;
      tell(line);
    };
    const result = await obtainProgram(name, { allowSlow, onProgress });
    return 'missing' in result ? { name, ...result } : result;
  } finally {
    clearInterval(heartbeat);
  }
}

function describe({ name, version, source, path }: FoundProgram): string {
  return row(name, version, source, path);
}

async function describePostgres(): Promise<string> {
  const { postgres } = findPostgresPrograms();
  const { stdout } = await runOrThrow(postgres, ['--version']);
  return row('postgres', /[\d.]+/.exec(stdout)?.[0] ?? '?', 'npm', postgres);
}

function row(name: string, version: string, source: string, path: string): string {
  return [paint('bold', name.padEnd(17)), version.padEnd(9), source.padEnd(21), paint('dim', path)].join(' ');
}

function paint(style: 'bold' | 'dim' | 'yellow', text: string): string {
  return process.stdout.isTTY ? styleText(style, text) : text;
}
