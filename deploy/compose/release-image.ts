/** The image of a release: made of the very files and packages that its manifest names, run by its digest. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { checkoutRoot, type DeployConfig } from '../config.ts';
import type { ImageMaker } from '../release/build.ts';
import { listReleases } from '../release/release-id.ts';
import { requireRelease } from '../release/verify.ts';
import { buildImage, listImages, removeImages } from './commands.ts';
import { askDocker } from './docker.ts';

const buildTimeoutMs = 600_000;

export function imageMaker(
  config: DeployConfig,
  request: { readonly release: string; readonly source: string; readonly signal: AbortSignal },
): { makeImage: ImageMaker } {
  const { release, source, signal } = request;
  const own = join(source, 'Dockerfile');
  const dockerfile = existsSync(own) ? own : join(checkoutRoot, 'Dockerfile');
  return {
    makeImage: async (made) =>
      askDocker(buildImage(config, { release, dockerfile, ...made }), { signal, timeoutMs: buildTimeoutMs }),
  };
}

/** Throws when the release was built for another target. */
export async function imageOfRelease(config: DeployConfig, release: string): Promise<string> {
  const { imageDigest } = await requireRelease(config.root, release);
  if (imageDigest === undefined)
    throw new Error(`${release} was built without an image; deploy it again with DEPLOY_TARGET=compose.`);
  return imageDigest;
}

/** Removes the images of releases that are no more. */
export async function freeImages(config: DeployConfig): Promise<void> {
  const there = new Set(await listReleases(config.root));
  const tags = (await askDocker(listImages(config))).split('\n');
  const unused = tags.filter((tag) => tag !== '' && tag !== '<none>' && !there.has(tag));
  if (unused.length > 0) await askDocker(removeImages(config, unused));
}
