import { expect } from 'chai';
import { describe, it } from 'mocha';
import { parse } from 'yaml';
import { catalog } from '../catalog.ts';
import { alertmanagerConfig } from '../routing/alertmanager-config.ts';
import { secretsFolder } from '../routing/channel-config.ts';
import type { Owner } from '../routing/owner.ts';
import { type RoutingTree, routingTree } from '../routing/routing-tree.ts';
import { exampleOwners, exampleServices } from '../routing/testing/example-routing.ts';
import { alertmanagerConfigRemarks, operatorAlertmanagerConfig } from './alertmanager-config.ts';
import { operatorArtefacts } from './artefacts.ts';
import { ordinarySetting } from './setting.ts';
import { nativeConfig } from './testing/native-config.ts';
import { schemaFaults } from './testing/schema-faults.ts';

const quietIn = (timeZone: string): Partial<Owner> => ({
  quietHours: { timeZone, workingHours: { from: '08:00', to: '18:00' }, quietWeekends: true },
});
const exampleTree = (overrides: Partial<Owner> = {}): RoutingTree =>
  routingTree(exampleServices, exampleOwners('http://localhost:1', overrides));
const mail = {
  kind: 'email',
  to: 'a@tests.example',
  from: 'b@tests.example',
  smarthost: 'smtp.tests.example:587',
  username: 'b',
  passwordSecret: 'mail',
} as const;

const trees: readonly [string, RoutingTree][] = [
  ['the shipped owners', routingTree(catalog)],
  ['owners of every kind', exampleTree(quietIn('UTC'))],
  [
    'two channels of one kind',
    exampleTree({
      channels: { critical: [{ kind: 'pagerduty', routingKeySecret: 'pager' }], warning: [mail, mail] },
    }),
  ],
];

describe("the operator's AlertmanagerConfig", () => {
  for (const [whose, tree] of trees) {
    const manifest = operatorAlertmanagerConfig(tree, ordinarySetting);

    it(`${whose}: the operator's schemas take it, with no field that they do not know`, () => {
      expect(schemaFaults(manifest)).to.deep.equal([]);
    });

    it(`${whose}: it says what Alertmanager's own file says`, () => {
      const { deskWebhookUrl } = ordinarySetting;
      expect(nativeConfig(manifest, secretsFolder)).to.deep.equal(
        alertmanagerConfig(tree, { deskWebhookUrl, secretsDir: secretsFolder }),
      );
    });
  }

  it('leaves out quiet hours in a time zone, which the operator has no field for, and says so', () => {
    const tree = exampleTree(quietIn('Europe/Berlin'));
    const manifest = operatorAlertmanagerConfig(tree, ordinarySetting);
    expect(manifest.spec.muteTimeIntervals).to.deep.equal([]);
    expect(JSON.stringify(manifest)).not.to.include('quiet-hours');
    expect(schemaFaults(manifest)).to.deep.equal([]);
    const remarks = alertmanagerConfigRemarks(tree, ordinarySetting).join('\n');
    expect(remarks).to.include('Not in it: platform-quiet-hours, whose hours are those of Europe/Berlin.');
    expect(alertmanagerConfigRemarks(exampleTree(quietIn('UTC')), ordinarySetting).join('\n')).not.to.include(
      'Not in it',
    );
  });

  it('names the Secret and every key of it that it asks for', () => {
    const manifest = JSON.stringify(operatorAlertmanagerConfig(exampleTree(), ordinarySetting));
    const asked = [...manifest.matchAll(/"name":"alertmanager-secrets","key":"([^"]+)"/g)].map(
      ([, key]) => key,
    );
    const keys = ['dead-mans-switch', 'operations-token', 'pagerduty', 'slack-api-url'];
    expect([...new Set(asked)].toSorted()).to.deep.equal(keys);
    expect(alertmanagerConfigRemarks(exampleTree(), ordinarySetting)).to.include(`${keys.join(', ')}.`);
  });

  it('is read alike by YAML 1.1 and 1.2', () => {
    const text = operatorArtefacts(catalog).get('operator/alertmanager-config.yml') ?? '';
    expect(parse(text, { version: '1.1' })).to.deep.equal(parse(text));
    expect(parse(text)).to.deep.equal(operatorAlertmanagerConfig(routingTree(catalog), ordinarySetting));
  });

  it('refuses a service whose file would be that of the routes', () => {
    const services = exampleServices.map((service) => ({ ...service, name: 'alertmanager-config' }));
    expect(() => operatorArtefacts(services.slice(0, 1))).to.throw('service "alertmanager-config"');
  });

  const manifest = operatorAlertmanagerConfig(exampleTree(), ordinarySetting);
  const withSpec = (fields: object): object => ({ ...manifest, spec: { ...manifest.spec, ...fields } });
  const refused: readonly [string, object, string][] = [
    [
      'a misspelt field of the first route',
      withSpec({ route: { receiver: 'desk', groupby: [] } }),
      '/spec/route/groupby is unknown',
    ],
    [
      'a misspelt field of a child route',
      withSpec({ route: { receiver: 'desk', routes: [{ mutedTimeIntervals: [] }] } }),
      '/spec/route/routes/0/mutedTimeIntervals is unknown',
    ],
    [
      'a misspelt field of a grandchild',
      withSpec({ route: { routes: [{ routes: [{ continues: true }] }] } }),
      '/spec/route/routes/0/routes/0/continues is unknown',
    ],
    [
      'a wrong type in a child route',
      withSpec({ route: { routes: [{ continue: 'yes' }] } }),
      '/spec/route/routes/0/continue must be boolean',
    ],
    [
      'a child route that is none',
      withSpec({ route: { routes: ['desk'] } }),
      '/spec/route/routes/0 must be object',
    ],
    [
      'a secret by file',
      withSpec({ receivers: [{ name: 'a', slackConfigs: [{ apiURLFile: '/a' }] }] }),
      '/spec/receivers/0/slackConfigs/0/apiURLFile is unknown',
    ],
    [
      'a secret without a key',
      withSpec({ receivers: [{ name: 'a', slackConfigs: [{ apiURL: { name: 'a' } }] }] }),
      'apiURL must have required property key',
    ],
    [
      'a time zone',
      withSpec({ muteTimeIntervals: [{ name: 'a', timeIntervals: [{ location: 'UTC' }] }] }),
      '/spec/muteTimeIntervals/0/timeIntervals/0/location is unknown',
    ],
    [
      'an hour that there is not',
      withSpec({
        muteTimeIntervals: [
          { name: 'a', timeIntervals: [{ times: [{ startTime: '25:00', endTime: '26:00' }] }] },
        ],
      }),
      '/startTime must match pattern',
    ],
    [
      'a kind of matcher that there is not',
      withSpec({ inhibitRules: [{ sourceMatch: [{ name: 'a', matchType: '==', value: '' }] }] }),
      'must be equal to one of the allowed values',
    ],
  ];
  for (const [what, object, fault] of refused)
    it(`is refused by the schemas with ${what}`, () => {
      expect(schemaFaults(object).join('\n')).to.include(fault);
    });
});
