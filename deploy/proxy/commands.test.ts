import { expect } from 'chai';
import { describe, it } from 'mocha';
import { attachCommands, showServers } from './commands.ts';
import { isServing, parseServerStats } from './server-stat.ts';

const header = '# pxname,svname,qcur,scur,stot,status,weight,last_chk,addr,';

describe('proxy commands', () => {
  it('address a slot before it takes traffic', () => {
    expect(
      attachCommands('desk', 'green', { host: '10.0.0.3', port: 4711 }, 20).map(({ text }) => text),
    ).to.deep.equal([
      'set server desk/green addr 10.0.0.3 port 4711',
      'set server desk/green weight 20',
      'set server desk/green state ready',
    ]);
  });

  it('take an answer of another kind for a failure', () => {
    const [address, weight] = attachCommands('desk', 'blue', { host: '127.0.0.1', port: 1 }, 1);
    expect(address?.succeeds.test('No such server.')).to.equal(false);
    expect(weight?.succeeds.test('No such server.')).to.equal(false);
    expect(showServers('desk').succeeds.test('Permission denied')).to.equal(false);
  });
});

describe('server stats', () => {
  it('read each slot by column name, quoted fields with commas too', () => {
    const stats = parseServerStats(
      `${header}\ndesk,blue,1,2,7,UP 1/3,80,"Layer7 wrong status, code: 503",127.0.0.1:1,\ndesk,green,0,0,0,MAINT,20,,127.0.0.1:2,\n`,
    );
    expect(stats).to.deep.equal([
      { slot: 'blue', state: 'up', weight: 80, sessions: 3, requests: 7, address: '127.0.0.1:1' },
      { slot: 'green', state: 'maint', weight: 20, sessions: 0, requests: 0, address: '127.0.0.1:2' },
    ]);
    expect(stats.map(isServing)).to.deep.equal([true, false]);
  });

  it('say so when the proxy has no such slots', () => {
    expect(() => parseServerStats(`${header}\ndesk,web1,0,0,0,UP,1,,x,\n`)).to.throw(
      'no "status" of slot blue',
    );
  });
});
