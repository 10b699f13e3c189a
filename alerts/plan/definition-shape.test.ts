import { expect } from 'chai';
import { describe, it } from 'mocha';
import { desk } from '../catalog/desk.ts';
import { assertDefinitionShape } from './definition-shape.ts';

const [availability] = desk.objectives;

describe('assertDefinitionShape', () => {
  it('takes what the catalog has', () => {
    expect(() => assertDefinitionShape(desk)).not.to.throw();
  });

  it('names file, service, value and what fits for a wrong type and an empty service', () => {
    expect(() => assertDefinitionShape({ ...desk, owner: 7 })).to.throw(
      /^alerts\/catalog\/desk\.ts: service "desk": owner 7: .*expected string/,
    );
    expect(() => assertDefinitionShape({ ...desk, objectives: [] })).to.throw(
      'objectives []: a service without objectives has nothing to alert on',
    );
    expect(() => assertDefinitionShape(undefined)).to.throw('undefined');
  });

  it('names the objective of a window that does not exist and of a label that Prometheus refuses', () => {
    const objective = (changed: object): object => ({
      ...desk,
      objectives: [{ ...availability, ...changed }],
    });
    expect(() => assertDefinitionShape(objective({ windowDays: 31 }))).to.throw(
      /objective "availability": objectives\.0\.windowDays 31: .*7\|28\|30\|90/,
    );
    const total = { ...availability.events.total, matchers: [{ label: 'my-label', op: '=', value: 'x' }] };
    expect(() => assertDefinitionShape(objective({ events: { total, bad: total } }))).to.throw(
      'objective "availability": objectives.0.events.total.matchers.0.label "my-label": is no label name',
    );
    expect(() => assertDefinitionShape(objective({ events: { total: availability.events.total } }))).to.throw(
      'has to say either bad or good',
    );
  });

  it('says every fault at once', () => {
    expect(() => assertDefinitionShape({ ...desk, tier: 4, owner: null })).to.throw(
      /owner null.*\n.*tier 4/s,
    );
  });
});
