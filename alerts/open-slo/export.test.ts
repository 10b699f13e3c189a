import { expect } from 'chai';
import { describe, it } from 'mocha';
import { desk } from '../catalog/desk.ts';
import { catalog } from '../catalog.ts';
import { importText } from '../import/import-text.ts';
import { renderFinding } from '../import/report.ts';
import { selector } from '../promql.ts';
import { leftBehind, openSloDocuments } from './export.ts';
import { renderOpenSlo } from './export-verb.ts';

describe('a catalog that is exported to OpenSLO', () => {
  // OpenSLO knows nothing but objectives.
  for (const service of catalog.filter(({ objectives }) => objectives.length > 0))
    it(`comes back as it was: ${service.name}`, () => {
      const { services, findings } = importText(renderOpenSlo([service]), 'export.yaml');
      const { name, owner, tier, description, objectives } = service;
      expect(services).to.deep.equal([{ name, owner, tier, description, objectives }]);
      // The indicator's own name is all that has no place.
      expect(
        findings.map(renderFinding).filter((line) => !line.includes('indicator.metadata')),
      ).to.deep.equal([]);
    });

  it('says what has no place there', () => {
    const probed = {
      ...desk,
      objectives: [
        { ...desk.objectives[0], kind: 'probe', events: { success: selector('probe_success', {}) } },
      ],
    } as const;
    expect(leftBehind(probed)).to.deep.equal([
      'service "desk", objective "availability": left out, for its events are checks, and OpenSLO\'s ratio is one of two counters.',
      `service "desk": ${desk.signals.length} signals are left out; OpenSLO knows objectives only.`,
    ]);
  });

  it('refuses a name that OpenSLO cannot have', () => {
    const [first] = desk.objectives;
    const named = { ...desk, objectives: [{ ...first, name: 'x'.repeat(64) }] };
    expect(() => openSloDocuments([named])).to.throw('is no name in OpenSLO; it takes up to 63');
  });
});
