import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { stringify } from 'yaml';
import { importText } from '../import/import-text.ts';
import { renderFinding } from '../import/report.ts';

/** `weight path` of each finding, and how many objectives came along. */
function imported(text: string): { objectives: number; findings: string[] } {
  const { services, findings } = importText(text, 'parcels.yaml');
  return {
    objectives: services.flatMap(({ objectives }) => objectives).length,
    findings: findings.map(({ weight, path }) => `${weight} ${path}`),
  };
}

function metric(query: string, type = 'Prometheus'): object {
  return { metricSource: { type, spec: { query } } };
}

const ratioMetric = {
  counter: true,
  total: metric('sum(rate(parcels_total{service="parcels"}[5m]))'),
  good: metric('sum(rate(parcels_total{service="parcels",outcome="delivered"}[5m]))'),
};

/** One SLO that is carried as it stands; a test changes one thing. */
function slo(change: object = {}): string {
  return stringify({
    apiVersion: 'openslo/v1',
    kind: 'SLO',
    metadata: { name: 'delivery' },
    spec: {
      service: 'parcels',
      indicator: { metadata: { name: 'delivered' }, spec: { ratioMetric } },
      timeWindow: [{ duration: '28d', isRolling: true }],
      budgetingMethod: 'Occurrences',
      objectives: [{ target: 0.99 }],
      ...change,
    },
  });
}

const ratio = 'spec.indicator.spec.ratioMetric';

describe('an OpenSLO document', () => {
  it('is carried where it counts occurrences of Prometheus counters over a rolling window', () => {
    const { objectives, findings } = imported(slo());
    expect(objectives).to.equal(1);
    expect(findings.every((finding) => finding.startsWith('note '))).to.equal(true);
  });

  for (const [what, change, ...findings] of [
    [
      'a window that the catalog has not',
      { timeWindow: [{ duration: '2w', isRolling: true }] },
      'refused spec.timeWindow[0].duration',
    ],
    [
      'a calendar window',
      {
        timeWindow: [
          {
            duration: '1M',
            isRolling: false,
            calendar: { startTime: '2026-01-01 00:00:00', timeZone: 'UTC' },
          },
        ],
      },
      'refused spec.timeWindow[0]',
    ],
    [
      'time slices',
      {
        budgetingMethod: 'Timeslices',
        objectives: [{ target: 0.99, timeSliceTarget: 0.95, timeSliceWindow: '1m' }],
      },
      'refused spec.budgetingMethod',
    ],
    [
      'another source than Prometheus',
      {
        indicator: {
          metadata: { name: 'delivered' },
          spec: {
            ratioMetric: { counter: true, total: metric('a', 'Datadog'), good: metric('b', 'Datadog') },
          },
        },
      },
      `refused ${ratio}.total.metricSource.type`,
      `refused ${ratio}.good.metricSource.type`,
    ],
    [
      'a threshold of a gauge',
      {
        indicator: { metadata: { name: 'queue' }, spec: { thresholdMetric: metric('max(parcels_waiting)') } },
        objectives: [{ target: 0.99, op: 'lte', value: 100 }],
      },
      'refused spec.indicator.spec.thresholdMetric',
    ],
    ['no budgeting method', { budgetingMethod: undefined }, 'fault spec.budgetingMethod'],
  ] as const)
    it(`with ${what} is not carried, and why is said`, () => {
      const result = imported(slo(change));
      expect(result.objectives).to.equal(0);
      expect(result.findings).to.include.members([...findings]);
    });

  it('is told of with file, document, path, value and fix', () => {
    const text = slo({ timeWindow: [{ duration: '2w', isRolling: true }] });
    const refused = importText(text, 'parcels.yaml').findings.find(({ weight }) => weight === 'refused');
    expect(refused && renderFinding(refused)).to.equal(
      'not carried: parcels.yaml, document 1, SLO "delivery": spec.timeWindow[0].duration: 2w is 14 days, no window of the catalog; write a rolling window of 7, 28, 30, 90 days, such as { duration: 28d, isRolling: true }.',
    );
  });

  it('is carried whole in our own example', async () => {
    const { objectives, findings } = imported(
      await readFile(join(import.meta.dirname, 'examples', 'shop.yaml'), 'utf8'),
    );
    expect(objectives).to.equal(3);
    expect(findings.every((finding) => finding.startsWith('note '))).to.equal(true);
  });
});
