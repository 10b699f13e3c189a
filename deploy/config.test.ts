import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { containersFile, writeStackEnvironment } from '../programs/stack-env.ts';
import { describeVariables, parseDeployConfig, readDeployConfig } from './config.ts';

describe('environment of the deploy engine', () => {
  let folder: string;
  let demo: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tocsin-config-'));
    demo = join(folder, 'demo.env');
    await writeStackEnvironment({ HAPROXY_SOCKET: '/from/file', HAPROXY_FRONT: 'localhost:1' }, demo);
    await writeStackEnvironment(
      { DEPLOY_TARGET: 'compose', ENVIRONMENT: 'staging', HAPROXY_FRONT: '127.0.0.1:3' },
      containersFile(folder),
    );
  });
  after(() => rm(folder, { recursive: true }));

  it('names every fault at once', () => {
    const parse = () =>
      parseDeployConfig({
        ENVIRONMENT: 'moon',
        HAPROXY_SOCKET: 'x'.repeat(108),
        HAPROXY_FRONT: 'nowhere',
        DESK_URL: 'ftp://x',
      });
    expect(parse).to.throw(
      /ENVIRONMENT[\s\S]*HAPROXY_SOCKET is longer[\s\S]*HAPROXY_FRONT must be[\s\S]*DESK_URL must be/,
    );
    expect(() => parseDeployConfig({ HAPROXY_SOCKET: '/x', HAPROXY_FRONT: 'localhost:65536' })).to.throw(
      'HAPROXY_FRONT must have a port from 1 to 65535',
    );
    expect(() => parseDeployConfig({})).to.throw(/HAPROXY_SOCKET is not set[\s\S]*HAPROXY_FRONT is not set/);
  });

  it("takes the running stack's file as defaults, the real environment first", () => {
    const env = { STACK_ENV_FILE: demo, HAPROXY_FRONT: 'localhost:2' };
    expect(readDeployConfig(env)).to.include({ proxySocket: '/from/file', frontUrl: 'http://localhost:2' });
  });

  it('finds the containers that are up by themselves, unless a demo runs or processes are meant', () => {
    const ofContainers = { target: 'compose', environment: 'staging', frontUrl: 'http://127.0.0.1:3' };
    const noDemo = { DEPLOY_ROOT: folder, STACK_ENV_FILE: join(folder, 'none.env') };
    expect(readDeployConfig(noDemo)).to.include(ofContainers);
    const both = { DEPLOY_ROOT: folder, STACK_ENV_FILE: demo };
    expect(readDeployConfig(both)).to.include({ target: 'native', proxySocket: '/from/file' });
    expect(readDeployConfig({ ...both, DEPLOY_TARGET: 'compose' })).to.include(ofContainers);
    expect(() => readDeployConfig({ ...noDemo, DEPLOY_TARGET: 'native' })).to.throw(
      'HAPROXY_SOCKET is not set, and no stack runs from this checkout',
    );
  });

  it('knows by itself where the stack of containers is', () => {
    const config = parseDeployConfig({ DEPLOY_TARGET: 'compose', DEPLOY_ROOT: '/srv/desk' });
    expect(config).to.include({
      target: 'compose',
      project: 'tocsin-desk-development',
      proxySocket: '/srv/desk/run/proxy/admin.sock',
      proxyStateFile: '/srv/desk/run/proxy/haproxy.state',
      frontUrl: 'http://127.0.0.1:8080',
      prometheusUrl: 'http://172.29.117.3:9090',
      targetsDir: '/srv/desk/run/targets',
    });
  });

  it('takes its addresses from the network it is given, and refuses one that is none', () => {
    const parse = (DEPLOY_SUBNET: string) => parseDeployConfig({ DEPLOY_TARGET: 'compose', DEPLOY_SUBNET });
    expect(parse('10.1.2.32/28').prometheusUrl).to.equal('http://10.1.2.35:9090');
    expect(() => parse('10.1.2.0/24')).to.throw('DEPLOY_SUBNET must be a network of 16 addresses');
    expect(() => parse('10.1.2.8/28')).to.throw('DEPLOY_SUBNET must begin at a multiple of 16');
    expect(() => parse('10.1.256.0/28')).to.throw('DEPLOY_SUBNET');
  });

  it('leaves the processes of a demo alone when containers are meant', () => {
    const { proxySocket, frontUrl } = readDeployConfig({
      STACK_ENV_FILE: demo,
      DEPLOY_TARGET: 'compose',
      DEPLOY_ROOT: join(folder, 'elsewhere'),
    });
    expect(proxySocket).to.equal(join(folder, 'elsewhere', 'run', 'proxy', 'admin.sock'));
    expect(frontUrl).to.equal('http://127.0.0.1:8080');
  });

  it('is explained variable by variable', () => {
    expect(describeVariables().join('\n')).to.match(
      /DEPLOY_ROOT .*\(deploy\)[\s\S]*HAPROXY_SOCKET .*\(required\)/,
    );
  });
});
