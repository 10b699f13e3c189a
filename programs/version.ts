import { runCommand } from './run.ts';

/** The version in what a program says about itself, or begins with; undefined when there is none (some builds leave it empty). */
export function parseVersion(text: string): string | undefined {
  return /(?:version\W+|^)v?(\d+\.\d+(?:\.\d+)?)/i.exec(text)?.[1];
}

/** Negative when a is older than b, 0 when the same, positive when newer; missing parts count as 0. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('.').map((part) => Number.parseInt(part, 10)));
  for (const index of [0, 1, 2]) {
    const difference = (left?.[index] || 0) - (right?.[index] || 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Asks a program for its version; throws when it does not run at all. */
export async function askVersion(
  path: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  const { exitCode, stdout, stderr } = await runCommand(path, args, {
    env,
    inherits: 'child-variables',
    timeoutMs: 15_000,
  });
  if (exitCode !== 0) {
    throw new Error(
      `${path} ${args.join(' ')} failed (exit code ${exitCode}): ${stderr.trim().split('\n').at(-1)}`,
    );
  }
  return parseVersion(`${stdout}\n${stderr}`);
}
