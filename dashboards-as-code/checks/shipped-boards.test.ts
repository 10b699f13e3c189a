import { expect } from 'chai';
import { describe, it } from 'mocha';
import { catalog } from '../../alerts/catalog.ts';
import { exampleCatalog } from '../../alerts/examples/catalog.ts';
import type { ServiceDefinition } from '../../alerts/service-definition.ts';
import { boardsOf } from '../boards.ts';
import { checkout, mailer } from '../example-services.ts';
import { boardFaults } from './board-faults.ts';
import { renderFault } from './fault.ts';

describe('the boards', () => {
  it('of the catalog have no fault', () => {
    expect(faultsOf(catalog)).to.deep.equal([]);
  });

  it('of services that measure otherwise have none either', () => {
    expect(faultsOf([checkout, mailer])).to.deep.equal([]);
    expect(faultsOf(exampleCatalog)).to.deep.equal([]);
  });
});

function faultsOf(services: readonly ServiceDefinition[]): string[] {
  const boards = boardsOf(services);
  expect(boards).not.to.deep.equal([]);
  return boardFaults(boards, services).map(renderFault);
}
