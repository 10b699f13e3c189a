import { createWriteStream } from 'node:fs';
import { chmod, mkdir, rm } from 'node:fs/promises';
import { arch, platform } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { KitContent } from '../cache.ts';
import { runOrThrow } from '../run.ts';
import type { ReleaseArchive } from '../table.ts';
import { canReach } from './network.ts';
import { checkSum } from './sums.ts';
import { SourceUnavailable } from './unavailable.ts';

const architectures: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };
const stalledMs = 30_000;

/** Downloads a project's release archive into the folder, checks it against the release's sums and unpacks it. */
export async function unpackArchive(
  archive: ReleaseArchive,
  dir: string,
  onProgress: (line: string) => void,
): Promise<KitContent> {
  const machine = architectures[arch()];
  if (machine === undefined || !['linux', 'darwin'].includes(platform())) {
    throw new SourceUnavailable(`there is no release archive for ${platform()}-${arch()}`);
  }
  const url = archive.url(platform(), machine);
  if (!(await canReach(url))) throw new SourceUnavailable(`${new URL(url).host} cannot be reached`);

  const fileName = basename(new URL(url).pathname);
  const file = join(dir, fileName);
  onProgress(`downloading ${url}`);
  const sums = await (await get(archive.sumsUrl(platform(), machine))).text();
  await download(url, file);
  if (archive.sumsCover === 'archive') await checkSum(file, sums, fileName);

  const programPaths = Object.values(archive.programs);
  if (archive.format === 'zip') {
    await Promise.all(programPaths.map((path) => unzipOnly(file, join(dir, path))));
  } else {
    await runOrThrow('tar', ['-xzf', file, '-C', dir, '--strip-components=1'], { timeoutMs: 300_000 });
  }
  if (archive.sumsCover === 'programs') {
    for (const path of programPaths) await checkSum(join(dir, path), sums, basename(path));
  }
  await rm(file);
  return { version: archive.version, source: 'release archive', programs: archive.programs };
}

async function get(url: string): Promise<Response> {
  const response = await fetch(url, { signal: AbortSignal.timeout(stalledMs) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response;
}

/** No bound on the whole (archives are large and lines slow), but one on silence. */
async function download(url: string, file: string): Promise<void> {
  const stalled = new AbortController();
  const timer = setTimeout(
    () => stalled.abort(new Error(`${url} sent nothing for ${stalledMs / 1000} s`)),
    stalledMs,
  );
  async function* watch(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      timer.refresh();
      yield chunk;
    }
  }
  try {
    const response = await fetch(url, { signal: stalled.signal });
    if (!response.ok || response.body === null) throw new Error(`${url} answered ${response.status}`);
    await pipeline(Readable.fromWeb(response.body), watch, createWriteStream(file));
  } finally {
    clearTimeout(timer);
  }
}

/** The one file of a zip, by gzip: every Linux has that, and few have unzip. */
async function unzipOnly(zip: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await runOrThrow('sh', ['-c', 'exec gzip -dc <"$1" >"$2"', 'sh', zip, to], { timeoutMs: 300_000 });
  await chmod(to, 0o755);
}
