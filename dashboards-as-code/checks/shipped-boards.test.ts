import { expect } from 'chai';
import { describe, it } from 'mocha';
import { catalog } from '../../alerts/catalog.ts';
import { exampleCatalog } from '../../alerts/examples/catalog.ts';
import type { ServiceDefinition } from '../../alerts/service-definition.ts';
import { boardsOf } from '../boards.ts';
import { checkout, mailer } from '../example-services.ts';
import { boardFaults } from './board-faults.ts';
import { renderFault } from './fault.ts';

/** What is still wrong with the boards of services that measure less than the desk does, or name it otherwise. */
const knownFaults: readonly { readonly pattern: RegExp; readonly reason: string }[] = [
  {
    pattern: /declares no metric (db_|nodejs_|process_|http_requests_in_flight)/,
    reason:
      'the 5xx investigation and the overview show pool, statements, runtime and requests in flight of any service',
  },
  {
    pattern: /mark "Starts and deployments": service ".+" declares no metric app_start_time_seconds/,
    reason: 'starts are marked by the desk’s own metric, whatever the service exports',
  },
  {
    pattern: /has no label (route|environment)|(groups by|shows label) route/,
    reason:
      'rates, percentiles and the route variable take the desk’s label names, not those of SeriesLabels',
  },
  {
    pattern: /groups by status|shows label status/,
    reason: 'failures and volume are split by a label "status", which others call "code" or "response_code"',
  },
  {
    pattern: /measures millisecond, and its unit "s"/,
    reason: 'percentiles of a histogram in milliseconds are shown as seconds',
  },
  {
    pattern: /variable "route": no question uses it/,
    reason: 'every board has the variable, also of a service without routes',
  },
];

describe('the boards', () => {
  it('of the catalog have no fault', () => {
    expect(faultsOf(catalog)).to.deep.equal([]);
  });

  it('of services that measure otherwise have no fault but those that are known', () => {
    const faults = [...faultsOf([checkout, mailer]), ...faultsOf(exampleCatalog)];
    expect(faults.filter((fault) => !knownFaults.some(({ pattern }) => pattern.test(fault)))).to.deep.equal(
      [],
    );
    for (const { pattern, reason } of knownFaults)
      expect(
        faults.some((fault) => pattern.test(fault)),
        `mended, so take it off the list: ${reason}`,
      ).to.equal(true);
  });
});

function faultsOf(services: readonly ServiceDefinition[]): string[] {
  const boards = boardsOf(services);
  expect(boards).not.to.deep.equal([]);
  return boardFaults(boards, services).map(renderFault);
}
