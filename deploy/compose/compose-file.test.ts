/** What can be known of the stack without Docker: that its file agrees with the engine and gives nobody more than needed. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { parse } from 'yaml';
import { z } from 'zod';
import { parseDeployConfig } from '../config.ts';
import { slots } from '../proxy/slot.ts';
import { stackUp } from './commands.ts';

const folder = join(import.meta.dirname, '..');
const text = readFileSync(join(folder, 'docker-compose.yml'), 'utf8');

const serviceSchema = z.object({
  extends: z.object({ file: z.string(), service: z.string() }).optional(),
  image: z.string().optional(),
  read_only: z.boolean().optional(),
  cap_drop: z.array(z.string()),
  cap_add: z.array(z.string()).default([]),
  security_opt: z.array(z.string()),
  environment: z.record(z.string(), z.string()).default({}),
  volumes: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  profiles: z.array(z.string()).default([]),
  stop_grace_period: z.string().optional(),
});
const fileSchema = z.object({ services: z.record(z.string(), serviceSchema) });
const { services } = fileSchema.parse(parse(text, { merge: true }));
const config = parseDeployConfig({ DEPLOY_TARGET: 'compose' });

const baseSchema = z.object({
  services: z.record(
    z.string(),
    z.object({ image: z.string().optional(), read_only: z.boolean().optional() }),
  ),
});
const base = (path: string) =>
  baseSchema.parse(parse(readFileSync(join(folder, path), 'utf8'), { merge: true }));

describe('the stack of containers', () => {
  it('asks for what the engine tells it, and for nothing else', () => {
    const asked = new Set([...text.matchAll(/\$\{([A-Z_]+)/g)].map(([, name = '']) => name));
    const told = Object.keys(stackUp(config, { uid: 1, gid: 1 }, true).env);
    expect([...asked].toSorted()).to.deep.equal(told.toSorted());
  });

  it('publishes the proxy alone, on loopback unless told otherwise', () => {
    const published = Object.entries(services).flatMap(([name, { ports }]) =>
      ports.map((port) => [name, port]),
    );
    expect(published).to.deep.equal([['proxy', `$\{FRONT}:8080`]]);
    expect(config.frontUrl).to.equal('http://127.0.0.1:8080');
  });

  it('gives no container more than it needs', () => {
    for (const [name, service] of Object.entries(services)) {
      const origin = service.extends && base(service.extends.file).services[service.extends.service];
      expect(service.read_only ?? origin?.read_only, name).to.equal(true);
      expect(service.cap_drop, name).to.deep.equal(['ALL']);
      expect(service.security_opt, name).to.deep.equal(['no-new-privileges:true']);
      expect(service.volumes.join(' '), name).not.to.include('docker.sock');
    }
    const privileged = Object.entries(services).filter(([, { cap_add }]) => cap_add.length > 0);
    expect(privileged.map(([name]) => name)).to.deep.equal(['credentials', 'postgres']);
  });

  it('holds no secret, and hands none over in the environment', () => {
    expect(text).not.to.match(/password|DATABASE_URL:/i);
    for (const slot of slots) expect(services[slot]?.volumes).to.deep.equal(['credentials:/run/secrets:ro']);
  });

  it('starts a slot only when the engine says so, and lets it end its requests', () => {
    for (const slot of slots) {
      expect(services[slot]?.profiles).to.deep.equal(['slots']);
      expect(services[slot]?.stop_grace_period).to.equal('10s');
    }
  });

  it('runs the versions that the other stack does', () => {
    const observability = base('../docker-compose.observability.yml');
    expect(services.prometheus?.image).to.equal(observability.services.prometheus?.image);
    expect(services.proxy?.image).to.match(/^haproxy:\d+\.\d+$/);
    for (const name of ['credentials', 'postgres']) expect(services[name]?.image).to.equal(undefined);
  });

  it('mounts files that are there', () => {
    const sources = Object.values(services).flatMap(({ volumes }) =>
      volumes.map((volume) => volume.split(':')[0] ?? ''),
    );
    const files = sources.filter((source) => source.startsWith('.'));
    expect(files).to.have.length(3);
    for (const source of files) expect(existsSync(join(folder, source)), source).to.equal(true);
  });
});
