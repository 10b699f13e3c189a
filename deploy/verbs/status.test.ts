import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { DeployStand } from '../stand/deploy-stand.ts';

describe('status', function () {
  this.timeout(60_000);
  let stand: DeployStand;
  let release = '';
  before(async () => {
    stand = await DeployStand.open();
    release = await stand.deployed(await stand.writeSource({}));
  });
  after(() => stand?.close());

  it('tells what the files know where the proxy does not answer, and that users may get anything', async () => {
    await stand.stopProxy();
    const { exitCode, output } = await stand.run('status');
    const json = await stand.run('status', '--json');
    await stand.startProxy();
    expect(exitCode, output).to.equal(1);
    expect(output)
      .to.match(new RegExp(`^current +${release}, number 1$`, 'm'))
      .and.match(new RegExp(`^blue +${release} at 127\\.0\\.0\\.1:\\d+$`, 'm'))
      .and.match(/^last +\S+-deploy-\S+: succeeded$/m)
      .and.match(/^What users get is not known: the proxy at \S+ cannot be reached/m);
    expect(json.exitCode).to.equal(1);
    expect(JSON.parse(json.output)).to.nested.include({
      'current.id': release,
      'slots[0].record.release': release,
      'last.outcome': 'succeeded',
    });
  });
});
