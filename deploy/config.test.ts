import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { writeStackEnvironment } from '../programs/stack-env.ts';
import { describeVariables, parseDeployConfig, readDeployConfig } from './config.ts';

describe('environment of the deploy engine', () => {
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

  it("takes the running stack's file as defaults, the real environment first", async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tocsin-config-'));
    const file = join(folder, 'stack.env');
    await writeStackEnvironment({ HAPROXY_SOCKET: '/from/file', HAPROXY_FRONT: 'localhost:1' }, file);
    const { STACK_ENV_FILE, HAPROXY_FRONT } = process.env;
    try {
      Object.assign(process.env, { STACK_ENV_FILE: file, HAPROXY_FRONT: 'localhost:2' });
      expect(readDeployConfig()).to.include({ proxySocket: '/from/file', frontUrl: 'http://localhost:2' });
    } finally {
      for (const [name, value] of Object.entries({ STACK_ENV_FILE, HAPROXY_FRONT })) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
      await rm(folder, { recursive: true });
    }
  });

  it('is explained variable by variable', () => {
    expect(describeVariables().join('\n')).to.match(
      /DEPLOY_ROOT .*\(deploy\)[\s\S]*HAPROXY_SOCKET .*\(required\)/,
    );
  });
});
