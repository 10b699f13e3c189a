import { expect } from 'chai';
import { describe, it } from 'mocha';
import { faultsAfter, panelNamed, rewrite } from './testing/broken-boards.ts';

const byRelease = 'Did a release bring it?';

describe('a query of a board', () => {
  it('is no fault where it is whole', () => {
    expect(faultsAfter(() => {})).to.deep.equal([]);
  });

  it('that is no PromQL is named with its position', () => {
    const faults = faultsAfter((board) => rewrite(board, byRelease, (expr) => `${expr})`));
    expect(faults).to.have.length(1);
    expect(faults[0]).to.match(
      /^board "desk-errors", panel "Did a release bring it\?": query A does not parse at character \d+, near "\)" \(.+\); mend the PromQL\.$/s,
    );
  });

  it('that is no LogQL is named with its position', () => {
    const logs = 'What do the error logs say?';
    const [fault] = faultsAfter((board) => rewrite(board, logs, (expr) => expr.replace('|', '')));
    expect(fault).to.match(/"What do the error logs say\?": query A does not parse at character \d+/);
  });

  it('may use the variables of its board only, and Grafana’s macros', () => {
    const faults = faultsAfter((board) =>
      rewrite(board, byRelease, (expr) => expr.replaceAll('$release', '$relaese')),
    );
    expect(faults[0]).to.match(
      /panel "Did a release bring it\?": query A uses what this board does not have: "\$relaese" in .+; add the variable/,
    );
  });

  it('of a trace search too', () => {
    const [fault] = faultsAfter((board) => {
      const [target] = panelNamed(board, 'Where in the request does it fail?').targets;
      if (target !== undefined) target.tags = 'error=true region=$region';
    });
    expect(fault).to.contain('"$region"');
  });

  it('of a variable may not use the variable itself', () => {
    const [fault] = faultsAfter((board) => {
      const [environment] = board.templating.list;
      if (environment !== undefined)
        environment.query = { query: 'label_values(up{environment="$environment"}, environment)' };
    });
    expect(fault).to.match(/^board "desk-errors", variable "environment": query environment uses what/);
  });

  it('is not what a variable without one has', () => {
    const faults = faultsAfter((board) => {
      const [, release] = board.templating.list;
      if (release !== undefined) Object.assign(release, { type: 'custom', query: 'blue,green' });
    });
    expect(faults).to.deep.equal([]);
  });

  it('that nobody can ask is a fault of its panel', () => {
    const [fault] = faultsAfter((board) => {
      const [target] = panelNamed(board, byRelease).targets;
      if (target !== undefined) target.expr = '';
    });
    expect(fault).to.equal(
      `board "desk-errors", panel "${byRelease}": it cannot be asked (target A for prometheus asks nothing.); mend its targets.`,
    );
  });
});
