import { expect } from 'chai';
import { describe, it } from 'mocha';
import { readPushArguments } from './push-arguments.ts';

const enough = ['--url', 'http://localhost:3000', '--token-file', 'token'];

describe('the arguments of a push', () => {
  it('need an address and a token; the rest has its defaults', () => {
    expect(readPushArguments(enough)).to.deep.equal({
      url: 'http://localhost:3000',
      tokenFile: 'token',
      boards: undefined,
      folder: { uid: 'tocsin', title: 'Tocsin' },
      message: 'Pushed by npm run dashboards',
      mayOverwriteEdits: false,
      isDryRun: false,
    });
    expect(readPushArguments(enough.slice(2))).to.have.property('fault');
    expect(readPushArguments(['--help'])).to.equal('help');
  });

  it('may name several boards', () => {
    const asked = readPushArguments([...enough, '--board', 'a', '--board', 'b']);
    expect(asked).to.deep.include({ boards: ['a', 'b'] });
  });

  it('are refused where Grafana would refuse, or would lose its history over them', () => {
    const faults = {
      'a-board': 'name boards with --board',
      '--folder-uid=general': 'is none of a folder',
      '--folder-uid=a b': 'is none of a folder',
      [`--folder-uid=${'x'.repeat(41)}`]: 'is none of a folder',
      '--folder-title= ': 'a folder has a title',
      '--message=': '--message has 0 bytes',
      [`--message=${'é'.repeat(201)}`]: '--message has 402 bytes',
      '--message=Restored from version 3': 'Grafana keeps these words for itself',
    };
    for (const [argument, fault] of Object.entries(faults)) {
      const asked = readPushArguments([...enough, argument]);
      expect(asked).to.have.property('fault').that.includes(fault);
    }
  });
});
