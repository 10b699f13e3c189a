import { expect } from 'chai';
import { describe, it } from 'mocha';
import { faultsAfter, panelNamed, rewrite } from './testing/broken-boards.ts';

const byRelease = 'Did a release bring it?';

describe('a metric or label that is not there', () => {
  it('is refused in a filter: the classic fault, errors by a label of another metric', () => {
    const faults = faultsAfter((board) =>
      rewrite(board, byRelease, (expr) => expr.replace('status=~"5.."', 'status_class="5xx"')),
    );
    expect(faults).to.deep.equal([
      `board "desk-errors", panel "${byRelease}": http_requests_total has no label status_class; take one of service, environment, release, instance, job, method, route, status.`,
    ]);
  });

  it('is refused when the metric is nobody’s, or another service’s', () => {
    const asked = (promql: string): string[] =>
      faultsAfter((board) => rewrite(board, 'Is something out of CPU?', () => promql));
    expect(
      asked('sum by (instance, release) (rate(proces_cpu_seconds_total[$__rate_interval]))')[0],
    ).to.contain(
      'panel "Is something out of CPU?": no service declares a metric proces_cpu_seconds_total; spell it',
    );
    expect(
      asked(
        'sum by (instance, release) (rate(process_cpu_seconds_total{service="till"}[$__rate_interval]))',
      )[0],
    ).to.contain('service "till" declares no metric process_cpu_seconds_total');
  });

  it('is refused when the value is none that the label can have', () => {
    const [fault] = faultsAfter((board) =>
      rewrite(board, 'Does anyone wait for a database connection?', (expr) =>
        expr.replace('environment=', 'state="busy",environment='),
      ),
    );
    expect(fault).to.contain(
      'db_pool_connections never has state="busy"; take one of used, free, waiting, max.',
    );
  });

  it('is refused in recorded counts: a window that no rule records, an objective that there is not', () => {
    const rewritten = (from: string, to: string): string[] =>
      faultsAfter((board) => {
        for (const target of panelNamed(board, 'Is availability bad enough to page?').targets)
          target.expr = String(target.expr).replaceAll(from, to);
      });
    expect(rewritten('increase30m', 'increase31m')[0]).to.contain(
      'service "desk" declares no metric slo:bad_events:increase31m',
    );
    expect(rewritten('slo="availability"', 'slo="uptime"')[0]).to.contain(
      'slo:bad_events:increase1m never has slo="uptime"; take one of availability, latency.',
    );
  });

  it('is refused where a query groups by it, where a legend shows it and where a variable lists it', () => {
    expect(
      faultsAfter((board) =>
        rewrite(board, 'Did the traffic itself change?', (expr) =>
          expr.replace('by (status)', 'by (outcome)'),
        ),
      ),
    ).to.deep.equal([
      'board "desk-errors", panel "Did the traffic itself change?": query A groups by outcome, which what it groups does not carry; take service, environment, release, instance, job, method, route, status.',
      'board "desk-errors", panel "Did the traffic itself change?": query A shows label status, which its result does not carry; keep it in the query, or take outcome.',
    ]);
    const [listed] = faultsAfter((board) => {
      const [environment] = board.templating.list;
      if (environment !== undefined)
        environment.query = { query: 'label_values(up{service="desk"}, region)' };
    });
    expect(listed).to.contain('variable "environment": query environment shows label region');
  });

  it('is refused in the words and tags of a mark', () => {
    const faults = faultsAfter((board) => {
      for (const mark of board.annotations.list)
        if (mark.name === 'Starts and deployments')
          Object.assign(mark, { titleFormat: '{{commit}} started', tagKeys: 'release, host' });
    });
    const labels = faults.map(
      (fault) => /^board "desk-errors", mark ".+": .+ shows label (\w+),/.exec(fault)?.[1],
    );
    expect(labels).to.deep.equal(['commit', 'host']);
  });

  it('is looked for through joins, label_replace and picking', () => {
    const asked = (promql: string): string[] =>
      faultsAfter((board) => rewrite(board, 'Is it one instance?', () => promql));
    const total = 'rate(http_requests_total{service="desk"}[$__rate_interval])';
    expect(
      asked(`topk(3, sum by (instance) (${total}) * on (instance) sum by (instance) (up)) / 2`)[0],
    ).to.contain('measures item^2/second');
    expect(
      asked(`sum by (site) (label_replace(${total}, "site", "$1", "instance", "(.*):.*"))`)[0],
    ).to.contain('shows label instance, which its result does not carry; keep it in the query, or take site');
    expect(asked(`sum without (instance) (${total})`)[0]).to.contain('shows label instance');
  });
});
