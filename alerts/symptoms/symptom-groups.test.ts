import { expect } from 'chai';
import { describe, it } from 'mocha';
import { matches, selector } from '../promql.ts';
import type { AlertingRule } from '../rule.ts';
import { availabilityObjective, type ServiceDefinition } from '../service-definition.ts';
import type { DeclaredSignal, SymptomAdjustments } from './declared-signal.ts';
import { symptomFigures } from './figures.ts';
import { latencyOf, requestsOf } from './presets/own-signals.ts';
import { symptomGroupsOf } from './symptom-groups.ts';
import { everySignal, placelessSignals } from './testing/every-signal.ts';

const queue: DeclaredSignal = { kind: 'queue', waiting: selector('queue_length', { service: 'shop' }) };

const availability = availabilityObjective({
  requests: 'httpRequests',
  of: { service: 'shop' },
  failed: { status: matches('5..') },
  target: 0.99,
});

function shop(signals: readonly DeclaredSignal[], more: Partial<ServiceDefinition> = {}): ServiceDefinition {
  return {
    name: 'shop',
    owner: 'platform',
    tier: 2,
    description: 'sells',
    objectives: [],
    signals,
    ...more,
  };
}

function alertsOf(service: ServiceDefinition): AlertingRule[] {
  return symptomGroupsOf(service)
    .flatMap(({ rules }) => rules)
    .flatMap((rule) => ('alert' in rule ? [rule] : []));
}

describe('symptom rules', () => {
  it('come only for signals that are declared', () => {
    expect(symptomGroupsOf(shop([]))).to.deep.equal([]);
    expect(alertsOf(shop([queue])).map(({ alert, labels }) => `${alert} ${labels.severity}`)).to.deep.equal([
      'QueueBacklog warning',
      'QueueBacklog critical',
    ]);
  });

  it('exist for every row of the table of figures', () => {
    const emitted = [everySignal, placelessSignals]
      .flatMap(alertsOf)
      .map(({ alert, labels }) => `${alert} ${labels.severity}`);
    const asked = Object.entries(symptomFigures).flatMap(([alert, levels]) =>
      Object.keys(levels).map((severity) => `${alert} ${severity}`),
    );
    expect([...new Set(emitted)].sort()).to.deep.equal(asked.sort());
  });

  it('say whose they are, what was measured and why it matters, with a runbook', () => {
    for (const { alert, labels, annotations } of [everySignal, placelessSignals].flatMap(alertsOf)) {
      expect(labels, alert).to.include.keys('service', 'signal', 'severity', 'owner');
      expect(annotations.summary, alert).to.match(/^(sampler|watchers)/);
      expect(annotations.description, alert).to.match(/\{\{ \$value.* because .*\.$/);
      expect(annotations.runbook_url).to.equal(`runbooks/${alert}.md`);
    }
  });

  it('name the environment in the sentence only where the series tell it, or where it is fixed', () => {
    const summaryWith = (labels: NonNullable<DeclaredSignal['labels']>) =>
      alertsOf(shop([{ ...queue, labels }]))[0]?.annotations.summary;
    expect(summaryWith({})).to.match(/^shop in \{\{ \$labels\.environment \}\}:/);
    expect(summaryWith({ environment: null })).to.match(/^shop:/);
    expect(summaryWith({ environment: { value: 'lab' } })).to.match(/^shop in lab:/);
    const targets = alertsOf(shop([{ kind: 'targets', up: selector('up', { service: 'shop' }) }]));
    // It fires, too, where there is no series that could tell the environment.
    expect(targets[0]?.annotations.summary).to.match(
      /^shop\{\{ with \$labels\.environment \}\} in \{\{ \. \}\}\{\{ end \}\}:/,
    );
  });

  it('read recorded counts where an objective counts the same requests, and raw counters otherwise', () => {
    const expr = (objectives: ServiceDefinition['objectives']) =>
      alertsOf(shop([requestsOf(availability)], { objectives }))[0]?.expr;
    expect(expr([availability]))
      .to.include('slo:bad_events:increase15s')
      .and.not.include('http_requests');
    expect(expr([])).to.include('http_requests_total').and.not.include('slo:');
  });

  it('look over four scrapes at least', () => {
    const slow = shop([requestsOf(availability)], { scrape: { interval: '1m', timeout: '10s' } });
    expect(alertsOf(slow)[0]?.expr).to.include('[4m]');
  });
});

describe('figures of a service', () => {
  const symptomsWith = (symptoms: SymptomAdjustments) =>
    alertsOf(shop([queue, latencyOf('httpRequestDuration', { service: 'shop' })], { symptoms }));

  it('replace the ordinary ones, reason and all', () => {
    const [warning, critical] = symptomsWith({
      QueueBacklog: { warning: { thresholdWaiting: 5000, hold: '15m', reason: 'mails may wait' } },
    });
    expect(warning?.expr).to.match(/> 5000$/);
    expect(warning?.for).to.equal('15m');
    expect(warning?.annotations.description).to.include('because mails may wait.');
    expect(critical?.expr).to.match(/> 500$/);
  });

  it('switch off a level or a symptom, with a reason', () => {
    const left = (symptoms: SymptomAdjustments) =>
      symptomsWith(symptoms).map(({ alert, labels }) => `${alert} ${labels.severity}`);
    expect(
      left({ QueueBacklog: { off: 'batch' }, HighLatency: { critical: { off: 'reports are slow' } } }),
    ).to.deep.equal(['HighLatency warning']);
  });

  it('tell another owner', () => {
    const rules = symptomsWith({ QueueBacklog: { owner: 'operations' } });
    expect(rules.map(({ labels }) => labels.owner)).to.deep.equal([
      'operations',
      'operations',
      'platform',
      'platform',
    ]);
  });

  it('do not compile for an alert, a level or a unit that there is not', () => {
    const wrong: SymptomAdjustments[] = [
      // @ts-expect-error no such alert
      { QueueBacklogs: { off: 'a typing error' } },
      // @ts-expect-error the volume of failures has no critical level
      { High5xxVolume: { critical: { thresholdPerSecond: 20, reason: 'more' } } },
      // @ts-expect-error latency is told in seconds
      { HighLatency: { warning: { thresholdMs: 500, reason: 'more' } } },
      // @ts-expect-error a figure of one's own needs a reason of one's own
      { HighLatency: { warning: { thresholdSeconds: 1 } } },
      // @ts-expect-error no such owner
      { HighLatency: { owner: 'nobody' } },
    ];
    expect(wrong).to.have.length(5);
  });
});

describe('a declaration that cannot work', () => {
  it('is refused where a latency threshold is no bucket edge, with the nearest edges', () => {
    const between = shop([latencyOf('httpRequestDuration', { service: 'shop' })], {
      symptoms: { HighLatency: { warning: { thresholdSeconds: 0.7, reason: 'slow by nature' } } },
    });
    expect(() => symptomGroupsOf(between)).to.throw(
      /service "shop", HighLatency warning: 0\.7 s is no bucket edge.*take 0\.5 s or 1 s/,
    );
  });

  it('is refused where two signals of a kind could not be told apart', () => {
    expect(() => symptomGroupsOf(shop([queue, queue]))).to.throw(
      /service "shop": signal "queue" is there twice.*its own component/,
    );
    expect(() => symptomGroupsOf(shop([queue, { ...queue, component: 'mails' }]))).not.to.throw();
    expect(() => symptomGroupsOf(shop([{ ...queue, component: 'The Mails' }]))).to.throw(
      /component "The Mails"/,
    );
  });

  it('is refused where request symptoms are asked of an objective that counts no failures', () => {
    const fresh = { ...availability, events: { success: selector('probe_success', {}) } };
    expect(() => requestsOf(fresh)).to.throw(/objective "availability" does not count/);
  });
});
