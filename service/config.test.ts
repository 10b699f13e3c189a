import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { configVariables, parseConfig } from './config.ts';

const minimal = { DATABASE_URL: 'postgres://desk@127.0.0.1/desk' };

describe('the environment of the desk', () => {
  it('reports every fault at once', () => {
    const parse = () => parseConfig({ PORT: 'eighty', ENVIRONMENT: 'moon', LOKI_URL: 'ftp://logs' });
    expect(parse).to.throw(/4 fault\(s\)[\s\S]*PORT[\s\S]*DATABASE_URL[\s\S]*ENVIRONMENT[\s\S]*LOKI_URL/);
  });

  it('takes an empty value as unset and is frozen', () => {
    const config = parseConfig({ ...minimal, PORT: '', PROMETHEUS_URL: '' });
    expect(config).to.include({ port: 8080, prometheusUrl: undefined });
    expect(config).to.satisfy(Object.isFrozen);
  });

  it('has each variable in .env.example and nothing else there', () => {
    const example = readFileSync(new URL('../.env.example', import.meta.url), 'utf8');
    const named = [...example.matchAll(/^(?:# )?([A-Z][A-Z0-9_]+)=/gm)].map(([, name]) => name);
    expect(named.toSorted()).to.deep.equal(configVariables.toSorted());
  });

  it('names in .env.example exactly the variables that Compose takes from it', () => {
    const read = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
    const compose = read('docker-compose.yml') + read('docker-compose.observability.yml');
    const taken = [...compose.matchAll(/\$\{([A-Z_]+)/g)].flatMap(([, name = '']) =>
      configVariables.includes(name) ? [name] : [],
    );
    const [, told = ''] = /^# Compose reads ([\s\S]*?)\n# and ignores/m.exec(read('.env.example')) ?? [];
    expect((told.match(/[A-Z][A-Z_]+/g) ?? []).toSorted()).to.deep.equal([...new Set(taken)].toSorted());
  });

  it('accepts .env.example as it is, and with every comment taken out', () => {
    const example = readFileSync(new URL('../.env.example', import.meta.url), 'utf8');
    const read = (pattern: RegExp) =>
      Object.fromEntries([...example.matchAll(pattern)].map(([, name, value]) => [name, value]));
    expect(parseConfig(read(/^([A-Z0-9_]+)=(.*)$/gm)).serviceName).to.equal('desk');
    expect(parseConfig(read(/^(?:# )?([A-Z][A-Z0-9_]+)=(.*)$/gm)).lokiUrl).to.equal('http://127.0.0.1:3100');
  });
});
