import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { parse, stringify } from 'yaml';
import { importText } from '../import/import-text.ts';
import { renderFinding } from '../import/report.ts';
import { matches, selector } from '../promql.ts';

const examples = join(import.meta.dirname, 'examples');

/** `weight path` of each finding, and how many objectives came along. */
async function imported(file: string): Promise<{ objectives: number; findings: string[] }> {
  const { services, findings } = importText(await readFile(join(examples, file), 'utf8'), file);
  return {
    objectives: services.flatMap(({ objectives }) => objectives).length,
    findings: findings.map(({ weight, path }) => `${weight} ${path}`),
  };
}

const ratio = 'spec.indicator.spec.ratioMetric';
const notPrometheus = ['total', 'good'].map((part) => `refused ${ratio}.${part}.metricSource.type`);

describe('the published examples of OpenSLO', () => {
  for (const [file, ...findings] of [
    [
      'occurences-slo.yaml',
      'refused spec.timeWindow[0].duration',
      'refused spec.indicator.spec.thresholdMetric',
    ],
    [
      'ratio-timeslices.yaml',
      'refused spec.timeWindow[0].duration',
      'refused spec.budgetingMethod',
      ...notPrometheus,
    ],
    ['timeslices-slo.yaml', 'refused spec.timeWindow[0]', 'refused spec.budgetingMethod', ...notPrometheus],
    [
      'low-traffic-timeslices-slo.yaml',
      'refused spec.timeWindow[0]',
      'refused spec.budgetingMethod',
      ...notPrometheus,
    ],
    ['go-sdk-slos.yaml', 'refused spec.timeWindow[0]', 'refused spec.budgetingMethod'],
    ['go-sdk-slis.yaml', 'note ', 'note ', 'note ', 'note ', 'fault '],
    ['readme.yaml', 'fault spec.budgetingMethod', 'note ', 'note ', 'note ', 'note ', 'note '],
  ])
    it(`are told apart: ${file} cannot be carried, for reasons that are all said`, async () => {
      expect(await imported(file ?? '')).to.deep.equal({ objectives: 0, findings });
    });

  it('are carried once they roll and count occurrences', async () => {
    const text = await readFile(join(examples, 'go-sdk-slos.yaml'), 'utf8');
    const { services, findings } = importText(
      text
        .replace('isRolling: false', 'isRolling: true')
        .replace(/ {8}calendar:\n.*\n.*\n/, '')
        .replace('budgetingMethod: Timeslices', 'budgetingMethod: Occurrences'),
      'web.yaml',
    );
    expect(services).to.have.lengthOf(1);
    expect(services[0]?.objectives[0]).to.deep.include({
      name: 'availability',
      target: 0.995,
      windowDays: 7,
      description: 'X% of search requests are successful',
    });
    expect(findings.map(({ path }) => path)).to.include.members([
      'metadata.labels.env',
      'metadata.labels.team',
      'spec.objectives[0].timeSliceTarget',
    ]);
  });

  it("are carried where a document holds the specification's ratio of Prometheus counters", async () => {
    const spec: unknown = parse(await readFile(join(examples, 'readme-ratio-metric.yaml'), 'utf8'));
    const document = {
      apiVersion: 'openslo/v1',
      kind: 'SLO',
      metadata: { name: 'requests' },
      spec: {
        service: 'local',
        indicator: { spec },
        timeWindow: [{ duration: '4w', isRolling: true }],
        budgetingMethod: 'Occurrences',
        objectives: [{ targetPercent: 99.95 }],
      },
    };
    const { services, findings } = importText(stringify(document), 'local.yaml');
    const where = { host: '*', instance: '127.0.0.1:9090' };
    expect(services[0]?.objectives[0]).to.deep.include({
      target: 0.9995,
      windowDays: 28,
      events: {
        total: selector('localhost_server_requests', { code: 'total', ...where }),
        good: selector('localhost_server_requests', { code: matches('2xx|3xx'), ...where }),
      },
    });
    expect(findings.map(({ reason }) => reason).join()).to.include(
      'has no sum() around it; its series are added up',
    );
  });

  it('include our own, which is carried whole', async () => {
    const { objectives, findings } = await imported('shop.yaml');
    expect(objectives).to.equal(3);
    expect(findings.every((finding) => finding.startsWith('note '))).to.equal(true);
  });

  it('are told with file, document, path, value and fix', async () => {
    const text = await readFile(join(examples, 'occurences-slo.yaml'), 'utf8');
    const [first] = importText(text, 'occurences-slo.yaml').findings.map(renderFinding);
    expect(first).to.equal(
      'not carried: occurences-slo.yaml, document 1, SLO "search-slo": spec.timeWindow[0].duration: 2w is 14 days, no window of the catalog; write a rolling window of 7, 28, 30, 90 days, such as { duration: 28d, isRolling: true }.',
    );
  });
});
