import { expect } from 'chai';
import { describe, it } from 'mocha';
import { confirmLoss } from './confirm-loss.ts';
import { describeDown } from './describe-down.ts';

const project = 'tocsin-desk-staging';

describe('loss of every row', () => {
  const attempt = (typed: string | undefined, isConfirmed = false): Promise<string> => {
    const ask = typed === undefined ? undefined : async () => typed;
    return confirmLoss(project, { isConfirmed, ask }).then(
      () => 'confirmed',
      (error: Error) => error.message,
    );
  };

  it('is confirmed by the name of the stack, and by nothing else', async () => {
    expect(await attempt(project)).to.equal('confirmed');
    for (const typed of ['', 'yes', 'DOWN', `${project} `])
      expect(await attempt(typed)).to.include(`Only the name ${project} confirms that`);
  });

  it('wants an option of its own where nobody can be asked, and asks nobody who gave it', async () => {
    expect(await attempt(undefined))
      .to.include('nobody is here to confirm that')
      .and.include('Add --yes');
    expect(await attempt(undefined, true)).to.equal('confirmed');
    expect(await attempt('no', true)).to.equal('confirmed');
  });
});

describe('plan of a down', () => {
  it('names the releases that go, and whether the rows do', () => {
    const records = { blue: { release: '20260101T000000Z', port: 1 } };
    const plan = (hasVolumes: boolean) => describeDown({ project }, records, { hasVolumes }).join('\n');
    expect(plan(false)).to.match(
      /down of tocsin-desk-staging:\n +1\. stop and remove 20260101T000000Z in slot blue\n +2\. .*\n +3\. keep/,
    );
    expect(plan(true)).to.match(/3\. remove their volumes: every row of the database/);
  });
});
