import { expect } from 'chai';
import { describe, it } from 'mocha';
import { selector } from '../promql.ts';
import { renderCatalogFile } from './catalog-file.ts';
import type { ImportedService } from './imported.ts';

const options = { source: 'f.yaml', alertsPath: '..' };
const service: ImportedService = {
  name: 'shop',
  description: 'Shop',
  objectives: [
    {
      name: 'orders',
      kind: 'availability',
      description: 'orders',
      target: 0.99,
      windowDays: 28,
      events: { total: selector('x', {}), bad: selector('x', { a: 'b' }) },
    },
  ],
};

describe('a catalog file made from documents', () => {
  it('leaves the owner for a person to write', () => {
    expect(renderCatalogFile({ services: [service], findings: [] }, options))
      .to.include("write the team that is paged.\n  owner: '',")
      .and.to.include('tier: 3,');
  });

  it('keeps what could not be carried in sight', () => {
    const finding = { weight: 'refused', document: 'f.yaml', path: 'spec', reason: 'is\nodd.' } as const;
    expect(renderCatalogFile({ services: [service], findings: [finding] }, options)).to.include(
      '\n// not carried: f.yaml: spec: is odd.\n',
    );
  });

  it('quotes any text, and names a constant that the language allows', () => {
    const odd = { ...service, name: 'default', description: `it's "so"\n` };
    expect(renderCatalogFile({ services: [odd], findings: [] }, options))
      .to.include("'it\\'s \"so\"\\n'")
      .and.to.include('export const defaultService =');
  });
});
