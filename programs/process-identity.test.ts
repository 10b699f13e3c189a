import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  identify,
  isStillRunning,
  judgeLife,
  type Life,
  lifeOf,
  type ProcessIdentity,
  processIdentitySchema,
  type Sighting,
} from './process-identity.ts';

const recorded: ProcessIdentity = { pid: 7, startTicks: 100, bootId: 'now', pidNamespace: 'pid:[1]' };
const same: Sighting = {
  bootId: 'now',
  pidNamespace: 'pid:[1]',
  isPidTaken: true,
  stat: { startTicks: 100, hasEnded: false },
};

describe('life of a process', () => {
  const cases: readonly (readonly [Life, string, Partial<ProcessIdentity>, Partial<Sighting>])[] = [
    ['running', 'it has the start, the boot and the namespace that were written down', {}, {}],
    ['running', 'its record is of before namespaces were written down', { pidNamespace: null }, {}],
    ['dead', 'nobody has its pid', {}, { isPidTaken: false, stat: null }],
    ['dead', 'nobody has its pid and no boot is known', { bootId: null }, { isPidTaken: false, stat: null }],
    ['dead', 'it is a zombie', {}, { stat: { startTicks: 100, hasEnded: true } }],
    ['dead', 'whoever has its pid began at another time', {}, { stat: { startTicks: 101, hasEnded: false } }],
    [
      'dead',
      'whoever has its pid began at another time, in an unknown boot',
      {},
      { bootId: null, stat: { startTicks: 101, hasEnded: false } },
    ],
    ['dead', 'the machine was booted again', {}, { bootId: 'later', pidNamespace: 'pid:[2]' }],
    ['unknown', 'its stat is hidden', {}, { stat: null }],
    ['unknown', 'its start was not written down', { startTicks: null }, {}],
    ['unknown', 'its boot was not written down', { bootId: null }, {}],
    ['unknown', 'this boot is not known', {}, { bootId: null }],
    ['elsewhere', 'the namespace is another', {}, { pidNamespace: 'pid:[2]', isPidTaken: false, stat: null }],
    ['elsewhere', 'this namespace is not known', {}, { pidNamespace: null, isPidTaken: false, stat: null }],
  ];
  for (const [life, why, identity, seen] of cases)
    it(`is ${life} when ${why}`, () => {
      expect(judgeLife({ ...recorded, ...identity }, { ...same, ...seen })).to.equal(life);
    });

  it('is that of the real process while it runs and when it has ended', async () => {
    expect(lifeOf(identify(process.pid))).to.equal('running');
    const child = spawn('sleep', ['60'], { stdio: 'ignore' });
    const identity = identify(child.pid ?? 0);
    expect(isStillRunning(identity)).to.equal(true);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(lifeOf(identity)).to.equal('dead');
  });

  it('is not claimed of this process in a record that lacks its boot', () => {
    expect(lifeOf({ ...identify(process.pid), bootId: null })).to.equal('unknown');
  });

  it('is known of a record of before namespaces were written down', () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    const { pidNamespace: _, ...before } = identify(process.pid);
    expect(lifeOf(processIdentitySchema.parse(before))).to.equal('running');
    expect(lifeOf(processIdentitySchema.parse({ ...before, pid }))).to.equal('dead');
  });
});
