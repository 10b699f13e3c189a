import { createWriteStream } from 'node:fs';
import { chmod, mkdir, rm } from 'node:fs/promises';
import { arch, platform } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { KitContent } from '../cache.ts';
import type { ReleaseArchive } from '../kits.ts';
import { runOrThrow } from '../run.ts';
import { canReach } from './network.ts';
import { checkSum } from './sums.ts';
import { SourceUnavailable } from './unavailable.ts';

const architectures: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };
const stalledMs = 30_000;
/** Archives are large and lines slow, but nobody waits for ever on one that trickles. */
const wholeMs = 15 * 60_000;

/** Downloads a project's release archive into the folder, checks it against the release's sums and unpacks it. */
export async function unpackArchive(
  archive: ReleaseArchive,
  dir: string,
  onProgress: (line: string) => void,
  signal?: AbortSignal,
): Promise<KitContent> {
  const machine = architectures[arch()];
  if (machine === undefined || !['linux', 'darwin'].includes(platform())) {
    throw new SourceUnavailable(`there is no release archive for ${platform()}-${arch()}`);
  }
  const url = archive.url(platform(), machine);
  if (!(await canReach(url))) throw new SourceUnavailable(`${new URL(url).host} cannot be reached`);

  const fileName = basename(new URL(url).pathname);
  const file = join(dir, fileName);
  signal?.throwIfAborted();
  onProgress(`downloading ${url}`);
  const sums = await readText(archive.sumsUrl(platform(), machine), signal);
  await download(url, file, signal);
  if (archive.sumsCover === 'archive') await checkSum(file, sums, fileName);

  const programPaths = Object.values(archive.programs);
  if (archive.format === 'zip') {
    await Promise.all(programPaths.map((path) => unzipOnly(file, join(dir, path), signal)));
  } else {
    // As root tar would give the files to whoever packed them, with modes that ignore the umask.
    const asOurs = ['--no-same-owner', '--no-same-permissions'];
    const args = ['-xzf', file, '-C', dir, '--strip-components=1', ...asOurs];
    await runOrThrow('tar', args, { timeoutMs: 300_000, signal });
  }
  if (archive.sumsCover === 'programs') {
    for (const path of programPaths) await checkSum(join(dir, path), sums, basename(path));
  }
  await rm(file);
  return { version: archive.version, source: 'release archive', programs: archive.programs };
}

async function readText(url: string, signal: AbortSignal | undefined): Promise<string> {
  const timeout = AbortSignal.timeout(stalledMs);
  const response = await fetch(url, {
    signal: signal === undefined ? timeout : AbortSignal.any([timeout, signal]),
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.text();
}

/** Bounded in silence and as a whole. */
async function download(url: string, file: string, signal: AbortSignal | undefined): Promise<void> {
  const given = new AbortController();
  const give = (reason: string): void => given.abort(new Error(`${url} ${reason}`));
  const timer = setTimeout(() => give(`sent nothing for ${stalledMs / 1000} s`), stalledMs);
  const wholeTimer = setTimeout(() => give(`was not there after ${wholeMs / 60_000} minutes`), wholeMs);
  const onAbort = (): void => given.abort(signal?.reason);
  signal?.addEventListener('abort', onAbort);
  async function* watch(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      timer.refresh();
      yield chunk;
    }
  }
  try {
    signal?.throwIfAborted();
    const response = await fetch(url, { signal: given.signal });
    if (!response.ok || response.body === null) throw new Error(`${url} answered ${response.status}`);
    await pipeline(Readable.fromWeb(response.body), watch, createWriteStream(file));
  } finally {
    clearTimeout(timer);
    clearTimeout(wholeTimer);
    signal?.removeEventListener('abort', onAbort);
  }
}

/** The one file of a zip, by gzip: every Linux has that, and few have unzip. */
async function unzipOnly(zip: string, to: string, signal: AbortSignal | undefined): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await runOrThrow('sh', ['-c', 'exec gzip -dc <"$1" >"$2"', 'sh', zip, to], { timeoutMs: 300_000, signal });
  await chmod(to, 0o755);
}
