import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { DeployStand } from '../stand/deploy-stand.ts';

describe('environment of a release', function () {
  this.timeout(60_000);
  let stand: DeployStand;
  before(async () => {
    stand = await DeployStand.open();
    Object.assign(stand.env, {
      LOG_LEVEL: 'debug',
      OF_THIS_RELEASE: 'x',
      CLOUD_TOKEN: 'hush',
      npm_config_user: 'x',
    });
  });
  after(() => stand?.close());

  async function variablesGiven(source: string): Promise<{ process: string[]; migration: string[] }> {
    const { exitCode, output } = await stand.run(
      'deploy',
      '--source',
      source,
      '--gate-seconds',
      '1',
      '--allow-unproven',
    );
    expect(exitCode, output).to.equal(0);
    const answer = await fetch(`${stand.frontUrl}/variables`);
    return {
      process: (await answer.text()).split(' '),
      migration: /schema migrated with ([^)]*)/.exec(output)?.[1]?.split(/[ ,]+/) ?? [],
    };
  }

  it('is what its own .env.example names, for the migration too, and nothing else of the deployer', async () => {
    const source = await stand.writeSource({});
    await writeFile(join(source, '.env.example'), 'PORT=8080\n# OF_THIS_RELEASE=1\n');
    for (const given of Object.values(await variablesGiven(source)))
      expect(given)
        .to.include.members(['PATH', 'PORT', 'RELEASE', 'OF_THIS_RELEASE'])
        .and.not.include.oneOf([
          'CLOUD_TOKEN',
          'npm_config_user',
          'HAPROXY_SOCKET',
          'DEPLOY_ROOT',
          'LOG_LEVEL',
        ]);
  });

  it("is what the checkout's .env.example names when the release has none", async () => {
    const { process: given } = await variablesGiven(await stand.writeSource({}));
    expect(given).to.include('LOG_LEVEL').and.not.include('OF_THIS_RELEASE').and.not.include('CLOUD_TOKEN');
  });
});
