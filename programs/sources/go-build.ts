import { chmod, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { KitContent } from '../cache.ts';
import { readProgramsConfig } from '../config.ts';
import type { GoModule } from '../kits.ts';
import { runCommand, runOrThrow } from '../run.ts';
import { SourceUnavailable } from './unavailable.ts';

const downloadedModule = z.object({ Dir: z.string() });
const goMod = z.object({
  Replace: z
    .array(z.object({ Old: z.object({ Path: z.string() }), New: z.object({ Path: z.string() }) }))
    .nullish(),
});
const buildTimeoutMs = 45 * 60_000;

export async function isGoThere(): Promise<boolean> {
  return (await runCommand('go', ['version']).catch(() => ({ exitCode: 1 }))).exitCode === 0;
}

/**
 * Builds a kit's programs from the Go module proxy, inside a writable copy of the module, where its own
 * go.sum, replace and exclude lines hold (`go install` refuses modules with replace lines).
 */
export async function buildWithGo(
  go: GoModule,
  dir: string,
  onProgress: (line: string) => void,
  signal?: AbortSignal,
): Promise<KitContent> {
  if (!(await isGoThere())) throw new SourceUnavailable('Go is not installed');
  const source = join(dir, 'source');
  const env = {
    GOWORK: 'off',
    CGO_ENABLED: '0',
    GOFLAGS: `${readProgramsConfig().toolEnv.GOFLAGS ?? ''} -mod=mod -buildvcs=false`.trim(),
  };
  onProgress(`downloading ${go.module} ${go.moduleVersion}`);
  // -mod=mod is refused outside a module, so the plain environment here.
  const download = await runOrThrow('go', ['mod', 'download', '-json', `${go.module}@${go.moduleVersion}`], {
    cwd: dir,
    env: { GOWORK: 'off' },
    timeoutMs: buildTimeoutMs,
    signal,
  });
  const { Dir } = downloadedModule.parse(JSON.parse(download.stdout));
  await runOrThrow('cp', ['-R', Dir, source], { timeoutMs: 300_000, signal });
  await runOrThrow('chmod', ['-R', 'u+w', source]);
  await dropLocalReplaces(source, env);
  await Promise.all(go.placeholderPages.map((page) => writePlaceholder(join(source, page))));

  await mkdir(join(dir, 'bin'));
  for (const [name, packagePath] of Object.entries(go.packages)) {
    onProgress(`building ${name} ${go.version} with Go (about ${go.aboutMinutes} minutes on two cores)`);
    const ldflags = `-s -w -X ${go.versionVariable}=${go.version}`;
    const args = ['build', '-trimpath', `-ldflags=${ldflags}`, '-o', join(dir, 'bin', name), packagePath];
    await runOrThrow('go', args, { cwd: source, env, timeoutMs: buildTimeoutMs, signal });
    await chmod(join(dir, 'bin', name), 0o755);
  }
  await rm(source, { recursive: true, force: true });
  const programs = Object.fromEntries(Object.keys(go.packages).map((name) => [name, join('bin', name)]));
  return { version: go.version, source: 'built with Go', programs };
}

/** A published module leaves out the modules nested in it: without these lines Go takes those as published. */
async function dropLocalReplaces(source: string, env: Record<string, string>): Promise<void> {
  const { stdout } = await runOrThrow('go', ['mod', 'edit', '-json'], { cwd: source, env });
  const local = (goMod.parse(JSON.parse(stdout)).Replace ?? []).filter(({ New }) => New.Path.startsWith('.'));
  const edits = local.map(({ Old }) => `-dropreplace=${Old.Path}`);
  if (edits.length > 0) await runOrThrow('go', ['mod', 'edit', ...edits], { cwd: source, env });
}

async function writePlaceholder(path: string): Promise<void> {
  if ((await stat(path).catch(() => undefined)) !== undefined) return;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, '<!doctype html><title>No web pages</title>This build has the API only.\n');
}
