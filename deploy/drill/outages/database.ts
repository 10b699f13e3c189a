/** The real desk, whose database goes away between two deployments. */
import { join } from 'node:path';
import { startPostgres } from '../../../programs/servers/postgres.ts';
import { checkoutRoot } from '../../config.ts';
import { DeployStand } from '../../stand/deploy-stand.ts';
import { deskRelease, findFaults, rememberState } from '../soundness.ts';
import { ungated } from '../two-releases.ts';
import { type Outage, unless } from './outage.ts';

export const databaseDown: Pick<Outage, 'title'> & { readonly run: () => Promise<string[]> } = {
  title: 'database down: nobody knows its schema, so that nothing is moved, and the old release serves on',
  run: async () => {
    const stand = await DeployStand.open();
    try {
      return await deployWithoutDatabase(stand);
    } finally {
      await stand.close();
    }
  },
};

async function deployWithoutDatabase(stand: DeployStand): Promise<string[]> {
  const postgres = await startPostgres({ runDir: join(stand.folder, 'postgres'), databases: ['desk'] });
  try {
    stand.env.DATABASE_URL = postgres.urlOf('desk');
    await stand.deployed(checkoutRoot);
    const before = await rememberState(stand);
    await postgres.stop();
    const { exitCode, output } = await stand.run('deploy', '--source', checkoutRoot, ...ungated);
    return [
      ...unless(
        exitCode === 1 &&
          output.includes('the database could not be asked for its schema') &&
          output.includes('serves as before'),
        `it ended with ${exitCode}: ${output}`,
      ),
      // Its front page needs the database.
      ...(await findFaults(stand, before, ({ frontUrl }) => deskRelease(frontUrl))),
    ];
  } finally {
    await postgres.stop();
  }
}
