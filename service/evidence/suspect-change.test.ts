import { expect } from 'chai';
import { describe, it } from 'mocha';
import { suspectChange } from './suspect-change.ts';

function change(id: string, startedAt: string) {
  return {
    id,
    kind: 'deploy',
    release: id,
    previousRelease: null,
    status: 'succeeded',
    startedAt,
    by: 'a',
    summary: '',
  };
}

describe('the suspect change', () => {
  const incidentAt = '2026-03-01T03:13:00.000Z';

  it('is the latest that started before the incident', () => {
    const found = suspectChange(
      [
        change('older', '2026-03-01T01:00:00.000Z'),
        change('b', '2026-03-01T03:10:00.000Z'),
        change('rollback', '2026-03-01T03:15:00.000Z'),
      ],
      incidentAt,
    );
    expect(found).to.deep.include({ status: 'found' });
    expect(found).to.have.nested.property('change.id', 'b');
    expect(found).to.have.nested.property('change.secondsBefore', 180);
  });

  it('is none when the last one is over a day old', () => {
    expect(suspectChange([change('a', '2026-02-20T00:00:00.000Z')], incidentAt).status).to.equal('none');
  });
});
