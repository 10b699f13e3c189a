import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { DeployStand } from '../stand/deploy-stand.ts';

describe("another environment's root", function () {
  this.timeout(60_000);
  let stand: DeployStand;
  let source = '';
  let second = '';
  const quick = ['--gate-seconds', '1', '--allow-unproven'];
  before(async () => {
    stand = await DeployStand.open();
    source = await stand.writeSource({});
    await stand.deployed(source);
    second = await stand.deployed(source, ...quick);
  });
  after(() => stand?.close());

  const journal = (): Promise<string> => readFile(join(stand.root, 'journal.jsonl'), 'utf8');

  for (const [variable, value] of [
    ['ENVIRONMENT', 'production'],
    ['DEPLOY_SERVICE', 'other'],
  ] as const)
    it(`is refused by every verb before anything is touched, by ${variable}`, async () => {
      const before = await journal();
      const own = stand.env[variable] ?? '';
      stand.env[variable] = value;
      try {
        for (const args of [
          ['rollback'],
          ['rollback', '--dry-run'],
          ['deploy', '--source', source],
          ['status'],
        ]) {
          const { exitCode, output } = await stand.run(...args);
          expect(exitCode, output).to.equal(1);
          expect(output).to.match(/refused: .* holds desk in staging, and this is meant for /);
        }
      } finally {
        stand.env[variable] = own;
      }
      expect(await journal()).to.equal(before);
      expect(await stand.serving()).to.equal(second);
      expect((await stand.run('status')).exitCode).to.equal(0);
    });
});
