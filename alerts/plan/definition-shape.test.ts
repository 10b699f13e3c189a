import { expect } from 'chai';
import { describe, it } from 'mocha';
import { desk } from '../catalog/desk.ts';
import { selector } from '../promql.ts';
import { everySignal } from '../symptoms/testing/every-signal.ts';
import { assertDefinitionShape, mostObjectives } from './definition-shape.ts';

const [availability] = desk.objectives;
const withObjective = (changed: object): object => ({
  ...desk,
  objectives: [{ ...availability, ...changed }],
});
const refusal = (definition: unknown): string => {
  try {
    assertDefinitionShape(definition);
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};
const series = selector('x', {});

describe('assertDefinitionShape', () => {
  it('takes what the catalog has, every kind of signal and all five shapes of events', () => {
    expect(refusal(desk)).to.equal('');
    expect(refusal(everySignal)).to.equal('');
    for (const events of [
      { total: series, bad: series },
      { total: series, good: series },
      { success: series },
      { completedAt: series, maxAgeSeconds: 60 },
      { rawTotal: 'x', rawBad: 'y' },
    ])
      expect(refusal(withObjective({ events }))).to.equal('');
    expect(
      refusal({
        ...desk,
        escalation: { critical: ['operations'] },
        scrape: { interval: '30s', timeout: '10s' },
        dependencies: ['mesh'],
        symptoms: {
          HighLatency: { owner: 'shop', warning: { thresholdSeconds: 1, hold: '1m', reason: 'it may' } },
          QueueBacklog: { off: 'nobody waits' },
        },
      }),
    ).to.equal('');
  });

  it('names file, service, value and what fits for a wrong type, and a field that there is not', () => {
    expect(refusal({ ...desk, owner: 7 })).to.match(
      /^alerts\/catalog\/desk\.ts: service "desk": owner 7: .*expected string/,
    );
    expect(refusal({ ...desk, dependancies: [] })).to.include('dependancies');
    expect(refusal({ ...desk, scrape: { interval: '15', timeout: '5s' } })).to.include(
      'scrape.interval "15": is no duration',
    );
    expect(refusal(undefined)).to.match(/^alerts\/catalog\/: a service without a name: undefined: /);
    expect(refusal({ ...desk, expectedTraffic: { requestsPerHour: Number.NaN } })).to.include(
      'expectedTraffic.requestsPerHour NaN: ',
    );
    expect(refusal(withObjective({ events: { success: 'probe_success' } }))).to.include(
      `objectives.0.events.success "probe_success": is no selector; write selector('metric_name'`,
    );
    expect(refusal(withObjective({ target: '99.9 %' }))).to.include(
      'objectives.0.target "99.9 %": is no share',
    );
  });

  it('names the objective of a window that does not exist and of a label that Prometheus refuses', () => {
    expect(refusal(withObjective({ windowDays: 31 }))).to.match(
      /objective "availability": objectives\.0\.windowDays 31: .*7\|28\|30\|90/,
    );
    const total = { ...series, matchers: [{ label: 'my-label', op: '=', value: 'x' }] };
    expect(refusal(withObjective({ events: { total, bad: total } }))).to.include(
      'objective "availability": objectives.0.events.total.matchers.0.label "my-label": is no label name',
    );
    expect(refusal(withObjective({ labels: { environment: 'my-namespace' } }))).to.include(
      'objectives.0.labels.environment "my-namespace": is no label: write what the series call it',
    );
    expect(refusal(withObjective({ labels: { environment: { value: '' } } }))).to.include('is no label');
  });

  it('refuses events of two shapes, and of none', () => {
    for (const events of [{ total: series }, { total: series, success: series }, {}])
      expect(refusal(withObjective({ events }))).to.include(
        'has to say total and either bad or good; or success',
      );
  });

  it('refuses a regular expression that JavaScript takes and Prometheus does not', () => {
    const matching = (value: string): string =>
      refusal(
        withObjective({ events: { success: { ...series, matchers: [{ label: 'a', op: '=~', value }] } } }),
      );
    for (const value of ['(?!health).*', '(a|b)\\1', '(?<=x)y', '(?<n>a)', 'a{1001}'])
      expect(matching(value), value).to.include(
        `objectives.0.events.success.matchers.0.value ${JSON.stringify(value)}: `,
      );
    expect(matching('(?!health).*')).to.include('has no lookahead');
    for (const value of ['5..', '(?i)get|post', '/health.*|/metrics', '(?P<n>a)'])
      expect(matching(value)).to.equal('');
  });

  it('refuses what would not be UTF-8 and what Prometheus would take for a template', () => {
    expect(refusal(withObjective({ description: 'half \ud83d' }))).to.include('lone surrogate');
    expect(refusal(withObjective({ description: 'all of {{ it }}' }))).to.include('would read as a template');
  });

  it('names the signal, its fields and what else there is', () => {
    expect(refusal({ ...desk, signals: [{ kind: 'queue' }] })).to.include(
      'signal "queue": signals.0.waiting undefined: ',
    );
    expect(refusal({ ...desk, signals: [{ kind: 'queues' }] })).to.include(
      'signals.0.kind "queues": is no kind of signal; take one of requests, latency',
    );
    expect(refusal({ ...desk, signals: [{ kind: 'cpu' }] })).to.include(
      'has to say usedSeconds and cores, or idleSeconds',
    );
    const refused = { ...series, matchers: [{ label: 'a', op: '!~', value: '(?=b)' }] };
    expect(refusal({ ...desk, signals: [{ kind: 'log-pipeline', lost: [series, refused] }] })).to.include(
      'signals.0.lost.1.matchers.0.value "(?=b)": is no regular expression',
    );
  });

  it('names the symptom and the figure that there is not, and a level without a reason', () => {
    const adjusted = (symptoms: object): string => refusal({ ...desk, symptoms });
    expect(adjusted({ HighLatancy: { off: 'x' } })).to.include('HighLatancy');
    expect(adjusted({ HighLatency: { warning: { thresholdSecond: 1, reason: 'x' } } })).to.include(
      'thresholdSecond',
    );
    expect(adjusted({ HighLatency: { warning: { thresholdSeconds: 1 } } })).to.include(
      'symptoms.HighLatency.warning.reason undefined',
    );
    expect(adjusted({ High5xxRate: { critical: { thresholdRatio: 5, reason: 'x' } } })).to.include(
      'thresholdRatio 5: is no share: 0 to 1, such as 0.05 for 5 %',
    );
    expect(adjusted({ QueueBacklog: { warning: { thresholdWaiting: -5, reason: 'x' } } })).to.include(
      'thresholdWaiting -5: ',
    );
  });

  it('says every fault at once, though not ten thousand of them', () => {
    expect(refusal({ ...desk, tier: 4, owner: null })).to.match(/owner null.*\n.*tier 4/s);
    const many = refusal({ ...desk, objectives: Array(100).fill({ ...availability, tier: 1 }) });
    expect(many.split('\n')).to.have.length(21);
    expect(many).to.include('more like these');
    const tooMany = refusal({ ...desk, objectives: Array(10_000).fill(availability) });
    expect(tooMany).to.include(`are more than ${mostObjectives}`);
    expect(tooMany.length).to.be.below(500);
  });
});
