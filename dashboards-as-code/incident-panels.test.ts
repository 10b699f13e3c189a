import { expect } from 'chai';
import { describe, it } from 'mocha';
import { desk } from '../alerts/catalog/desk.ts';
import { catalog } from '../alerts/catalog.ts';
import { exampleCatalog as examples } from '../alerts/examples/catalog.ts';
import { boardUid, panelId } from '../alerts/links.ts';
import type { ServiceDefinition } from '../alerts/service-definition.ts';
import { boardsOf } from './boards.ts';
import { checkout, mailer } from './example-services.ts';
import { incidentPanels, keyPanelsOf } from './incident-panels.ts';

const services = [...catalog, ...examples, checkout, mailer].filter(
  ({ objectives }) => objectives.length > 0,
);

describe('the key panels of an incident', () => {
  it('are panels of the boards, and ask word for word what those ask', () => {
    for (const service of services) {
      const boards = boardsOf([service]);
      for (const { board, panel } of keyPanelsOf(service)) {
        const uid = boardUid(service.name, board);
        const there = boards
          .find((sealed) => sealed.uid === uid)
          ?.panels?.find(({ id }) => id === panelId(panel.slug));
        expect(there, `${uid} ${panel.slug}`).to.include({
          title: panel.title,
          description: panel.description,
        });
        const [rendered] = renderedOf(service).filter(({ slug }) => slug === panel.slug);
        const asked = there !== undefined && 'targets' in there ? there.targets : [];
        expect(asked?.map((target) => ('expr' in target ? target.expr : ''))).to.deep.equal(
          rendered?.queries.map(({ expr }) => expr),
        );
      }
    }
  });

  it('are those that a service can have: none of durations, CPU or event loop where nothing is measured', () => {
    const slugs = (service: ServiceDefinition): string[] =>
      keyPanelsOf(service).map(({ panel }) => panel.slug);
    expect(slugs(desk)).to.deep.equal([
      'objective-availability',
      'objective-latency',
      'error-ratio',
      'error-volume',
      'errors-by-release',
      'duration',
      'cpu',
      'event-loop',
    ]);
    expect(slugs(mailer)).to.deep.equal(['objective-delivery']);
    expect(slugs(checkout)).not.to.include.members(['duration', 'cpu', 'event-loop']);
  });

  it('keep their placeholders, and say in words how bad a threshold is', () => {
    const [volume] = renderedOf(desk).filter(({ slug }) => slug === 'error-volume');
    expect(volume).to.include({ isStacked: true, unit: 'reqps' });
    expect(volume?.queries[0]?.expr)
      .to.contain('environment="$environment"')
      .and.contain('release=~"$release"')
      .and.contain('[$__rate_interval]');
    const [duration] = renderedOf(desk).filter(({ slug }) => slug === 'duration');
    expect(duration?.thresholds).to.deep.equal([{ value: 0.5, severity: 'critical' }]);
  });
});

interface RenderedPanel {
  readonly slug: string;
  readonly queries: readonly { readonly expr: string }[];
}

function renderedOf(service: ServiceDefinition): readonly (RenderedPanel & Record<string, unknown>)[] {
  const rendered: { services: [{ panels: [] }] } = JSON.parse(JSON.stringify(incidentPanels([service])));
  return rendered.services[0].panels;
}
