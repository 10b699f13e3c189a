/** The bill of materials of a lockfile's production packages, as CycloneDX by npm itself: a few seconds, once a lockfile. */
import { z } from 'zod';
import { runNpm } from './npm.ts';

export const sbomFile = 'sbom.cdx.json';

const sbomSchema = z.looseObject({
  bomFormat: z.literal('CycloneDX'),
  metadata: z.looseObject({ timestamp: z.string().optional() }),
  serialNumber: z.string().optional(),
});

/** Reads package.json and package-lock.json of the folder. Without a number and a time of its own: the same lockfile has the same text. */
export async function makeSbom(folder: string, signal: AbortSignal): Promise<string> {
  const args = ['sbom', '--package-lock-only', '--sbom-format=cyclonedx', '--omit=dev', '--omit=optional'];
  try {
    const {
      serialNumber: _,
      metadata,
      ...rest
    } = sbomSchema.parse(JSON.parse(await runNpm(folder, args, signal)));
    const { timestamp: __, ...about } = metadata;
    return `${JSON.stringify({ ...rest, metadata: about }, undefined, 2)}\n`;
  } catch (error) {
    throw new Error(
      `the bill of materials could not be made: ${error instanceof Error ? error.message : String(error)}. npm 10 or newer makes it; see "npm --version".`,
      { cause: error },
    );
  }
}
