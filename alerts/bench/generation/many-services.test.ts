import { expect } from 'chai';
import { describe, it } from 'mocha';
import { parse } from 'yaml';
import { renderSlothSpec } from '../peers/sloth.ts';
import { catalogFile, objectives, serviceCount, serviceNames, slothObjectives } from './many-services.ts';

describe('a hundred services', () => {
  it('have names of their own', () => {
    expect(new Set(serviceNames()).size).to.equal(serviceCount);
  });

  it('ask the same of us and of Sloth', () => {
    const spec = parse(renderSlothSpec(slothObjectives('service-001')));
    const theirs = spec.slos.map(({ name, objective }: { name: string; objective: number }) => [
      name,
      objective,
    ]);
    expect(theirs).to.deep.equal(
      objectives.map(({ name, target }) => [name, Number((target * 100).toPrecision(12))]),
    );
    for (const { name, target } of objectives)
      expect(catalogFile('service-001')).to.match(new RegExp(`target: ${target} }\\), name: '${name}'`));
  });
});
