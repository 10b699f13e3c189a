import { installKit, type KitContent, listCached } from './cache.ts';
import { InstallBusy, withInstallLock } from './install-lock.ts';
import { type KitName, kits } from './kits.ts';
import { unpackArchive } from './sources/archive.ts';
import { unpackDistributionPackage } from './sources/distribution.ts';
import { buildWithGo, isGoThere } from './sources/go-build.ts';
import { SourceUnavailable } from './sources/unavailable.ts';
import { programs } from './table.ts';

export interface InstallOptions {
  /** Whether a build of minutes may start. */
  readonly allowSlow: boolean;
  readonly onProgress: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
}

export interface InstallResult {
  /** Why a kit could not be had, one reason a source; none when it is in the cache now. */
  readonly reasons: readonly string[];
  /** The build that was not started because it takes minutes: how many. */
  readonly slowMinutes?: number;
  /** Another process is getting it right now. */
  readonly isBusy?: boolean;
  /** Something broke that should have worked: a wrong checksum, a failed build, a full disk. */
  readonly hasFailed: boolean;
}

type Fill = (dir: string) => Promise<KitContent>;

/** Who may not start a build of minutes does not wait for somebody else's either. */
const quickWaitMs = 3_000;

// What is not to be had stays so for the life of this process: nobody waits twice for the same no.
const results = new Map<string, Promise<InstallResult>>();

/** Puts a kit into the tool cache from the first source that can give it. Rejects only when it is aborted. */
export function installOnce(name: KitName, options: InstallOptions): Promise<InstallResult> {
  const key = `${name} ${options.allowSlow}`;
  const known = results.get(key);
  if (known !== undefined) return known;
  const result = install(name, options);
  results.set(key, result);
  // Somebody's Ctrl-C says nothing about the kit.
  result.catch(() => results.delete(key));
  return result;
}

async function install(name: KitName, options: InstallOptions): Promise<InstallResult> {
  const reasons: string[] = [];
  let hasFailed = false;
  const { go } = kits[name];
  for (const fill of fastSources(name, options)) {
    const reason = await attempt(name, fill, options);
    if (reason === undefined) return { reasons: [], hasFailed: false };
    reasons.push(reason.text);
    if (reason.isBusy) return { reasons, hasFailed, isBusy: true };
    hasFailed ||= reason.isFailure;
  }
  if (go === undefined) return { reasons, hasFailed };
  if (!options.allowSlow) {
    if (await isGoThere()) return { reasons, hasFailed, slowMinutes: go.aboutMinutes };
    return { reasons: [...reasons, 'Go is not installed'], hasFailed };
  }
  const reason = await attempt(
    name,
    (dir) => buildWithGo(go, dir, options.onProgress, options.signal),
    options,
  );
  if (reason === undefined) return { reasons: [], hasFailed: false };
  return { reasons: [...reasons, reason.text], hasFailed: hasFailed || reason.isFailure };
}

/** In the order in which they are asked; each takes seconds. */
function fastSources(name: KitName, { onProgress, signal }: InstallOptions): Fill[] {
  const { archive, distribution } = kits[name];
  const versionArgs = Object.values(programs).find(({ kit }) => kit === name)?.versionArgs ?? ['--version'];
  return [
    ...(archive === undefined ? [] : [(dir: string) => unpackArchive(archive, dir, onProgress, signal)]),
    ...(distribution === undefined
      ? []
      : [(dir: string) => unpackDistributionPackage(distribution, versionArgs, dir, onProgress, signal)]),
  ];
}

async function attempt(
  name: KitName,
  fill: Fill,
  { allowSlow, onProgress, signal }: InstallOptions,
): Promise<{ text: string; isFailure: boolean; isBusy: boolean } | undefined> {
  signal?.throwIfAborted();
  try {
    const before = await listCached(name);
    await withInstallLock(
      name,
      () => onProgress(`waiting for another process that is getting ${name}`),
      async () => {
        // Whoever held the lock may have brought it meanwhile.
        if ((await listCached(name)).length === before.length) await installKit(name, fill);
      },
      { ...(allowSlow ? {} : { maxWaitMs: quickWaitMs }), signal },
    );
    return undefined;
  } catch (error) {
    signal?.throwIfAborted();
    const text = error instanceof Error ? error.message : String(error);
    return { text, isFailure: !(error instanceof SourceUnavailable), isBusy: error instanceof InstallBusy };
  }
}
