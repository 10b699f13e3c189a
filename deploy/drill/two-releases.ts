import { listReleases } from '../release/release-id.ts';
import { DeployStand } from '../stand/deploy-stand.ts';
import { readPointer } from '../state/pointer.ts';

/** A gate that ends at once, unproven and accepted: it has tests of its own. */
export const ungated = ['--gate-seconds', '1', '--allow-unproven'] as const;

/** The whole of a deployment: with a standby, and an operation of its own that ends the watch. */
export const watchedBriefly = [...ungated, '--watch-seconds', '1'] as const;

export interface TwoReleases {
  readonly stand: DeployStand;
  readonly source: string;
  /** The newest release that is not current: those from the beginning are pruned some deployments later. */
  readonly other: () => Promise<string>;
}

/** Runs something on a stand where one release serves and there is another to go back to; cleans up in any case. */
export async function withTwoReleases<T>(action: (two: TwoReleases) => Promise<T>): Promise<T> {
  const stand = await DeployStand.open();
  try {
    const source = await stand.writeSource({});
    await stand.deployed(source);
    await stand.deployed(source, ...ungated);
    const other = async (): Promise<string> => {
      const { root } = stand;
      const current = (await readPointer(root))?.id;
      const newest = (await listReleases(root)).findLast((id) => id !== current);
      if (newest === undefined) throw new Error(`${root} holds no release but the current one.`);
      return newest;
    };
    return await action({ stand, source, other });
  } finally {
    await stand.close();
  }
}
