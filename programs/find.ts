import { listCached } from './cache.ts';
import { readProgramsConfig } from './config.ts';
import type { FoundProgram } from './found-program.ts';
import { type InstallResult, installOnce } from './install.ts';
import { findOnPath } from './path-programs.ts';
import { type RunResult, runCommand } from './run.ts';
import { isForThisSystem, type ProgramName, programs } from './table.ts';
import { compareVersions } from './version.ts';

export type { FoundProgram } from './found-program.ts';

export interface MissingProgram {
  /** One sentence: what is missing and why, what that costs, and the one command that gets it. */
  readonly missing: string;
  /** True when getting it broke, false when it simply is not to be had here. */
  readonly hasFailed: boolean;
}

export interface ObtainOptions {
  /** Whether a build of minutes may start; never unasked. */
  readonly allowSlow?: boolean;
  readonly onProgress?: (line: string) => void;
  /** Ends the wait, the download or the build; the promise rejects with the signal's reason then. */
  readonly signal?: AbortSignal | undefined;
}

/** A program on PATH or in the tool cache; never downloads. None where it is for another system. */
export async function findProgram(name: ProgramName): Promise<FoundProgram | undefined> {
  if (!isForThisSystem(name)) return undefined;
  const onPath = await findOnPath(name);
  if (onPath.found !== undefined) return onPath.found;
  const { kit, minimum } = programs[name];
  const cached = await listCached(kit);
  return cached.find((program) => program.name === name && compareVersions(program.version, minimum) >= 0);
}

/** Finds a program or gets it: release archive, distribution's package, and with `allowSlow` a build with Go. */
export async function obtainProgram(
  name: ProgramName,
  { allowSlow = false, onProgress = () => {}, signal }: ObtainOptions = {},
): Promise<FoundProgram | MissingProgram> {
  const there = await findProgram(name);
  if (there !== undefined) return there;
  if (!isForThisSystem(name)) {
    const { onlyOn, cost } = programs[name];
    return { missing: `${name} is of use on ${onlyOn} only, and without it ${cost}.`, hasFailed: false };
  }
  const result = await installOnce(programs[name].kit, { allowSlow, onProgress, signal });
  const obtained = await findProgram(name);
  if (obtained !== undefined) return obtained;
  const onPath = await findOnPath(name);
  return {
    missing: describeMissing(name, onPath.found === undefined ? onPath.reason : '', result),
    hasFailed: result.hasFailed,
  };
}

/** A program that there must be; throws the sentence that says how to get it. */
export async function requireProgram(name: ProgramName, opts: ObtainOptions = {}): Promise<FoundProgram> {
  const program = await obtainProgram(name, opts);
  if ('missing' in program) throw new Error(program.missing);
  return program;
}

/** Runs a program to its end and gives what it said, whatever its exit code. */
export async function runProgram(
  program: FoundProgram,
  args: readonly string[],
  opts: { input?: string; cwd?: string; timeoutMs?: number } = {},
): Promise<RunResult> {
  return runCommand(program.path, args, { ...opts, env: program.env, inherits: 'child-variables' });
}

/** The sentence of a missing program. */
export function describeMissing(name: ProgramName, pathReason: string, result: InstallResult): string {
  const { cost, minimum } = programs[name];
  const reasons = [pathReason, `not in ${readProgramsConfig().cacheDir}`, ...result.reasons];
  const command = 'npm run tools -- --all';
  if (result.isBusy)
    return `${name} is missing (${reasons.join('; ')}), and without it ${cost}: try again in a few minutes.`;
  const remedy =
    result.slowMinutes === undefined
      ? `put ${name} ${minimum} or newer on PATH, or run "${command}" where it can be downloaded`
      : `"${command}" builds it in about ${result.slowMinutes} minutes`;
  return `${name} is missing (${reasons.join('; ')}), and without it ${cost}: ${remedy}.`;
}
