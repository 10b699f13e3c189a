import { expect } from 'chai';
import { describe, it } from 'mocha';
import { desk } from '../catalog/desk.ts';
import type { ServiceDefinition } from '../service-definition.ts';
import type { Channel, Owner, QuietHours } from './owner.ts';
import { assertOwners, assertRoutable } from './owner-faults.ts';
import { type OwnerTable, routingTree } from './routing-tree.ts';

const pager = { kind: 'pagerduty', routingKeySecret: 'pager' } as const;
const slack = { kind: 'slack', channel: '#team', apiUrlSecret: 'slack' } as const;
const email = {
  kind: 'email',
  to: 'team@example.org',
  from: 'alerts@example.org',
  smarthost: 'smtp.example.org:587',
  username: 'alerts',
  passwordSecret: 'smtp',
} as const;
const webhook = { kind: 'webhook', url: 'https://example.org/alerts', tokenSecret: 'token' } as const;

function owner(critical: Channel, warning: Channel, quietHours?: QuietHours): Owner {
  return {
    description: 'a team',
    channels: { critical: [critical], warning: [warning] },
    ...(quietHours ? { quietHours } : {}),
  };
}
const refusing = (owners: OwnerTable) => (message: string) =>
  expect(() => assertOwners(owners)).to.throw(message);

describe('owners', () => {
  it('may have every kind of channel, or none', () => {
    assertOwners({
      a: owner(pager, slack),
      b: owner(webhook, email),
      c: { description: 'nobody to call', channels: 'desk-only' },
    });
  });

  it('need a channel that wakes somebody for pages, and one that keeps tickets', () => {
    refusing({ team: owner(slack, slack) })(
      'alerts/owners.ts: owner "team", critical: channels are slack, and none of them will do for it; add one of pagerduty, webhook, or make the owner "desk-only".',
    );
    refusing({ team: owner(pager, pager) })(
      'owner "team", warning: channels are pagerduty, and none of them will do for it; add one of slack, email, webhook',
    );
  });

  it('are refused a Slack channel without "#" and an e-mail address without "@"', () => {
    refusing({ team: owner(pager, { ...slack, channel: 'team' }) })(
      'owner "team", warning: slack channel "team" is none; write its name with a "#" in front, such as "#pages".',
    );
    refusing({ team: owner(pager, { ...email, to: 'team.example.org' }) })(
      'e-mail address "team.example.org" is none; write it as "team@example.org".',
    );
    refusing({ team: owner(pager, { ...email, smarthost: 'smtp.example.org' }) })(
      'smarthost "smtp.example.org" is none; write host and port',
    );
  });

  it("are refused a secret that is no file's name", () => {
    for (const name of ['a/b', '../b', '', '/etc/passwd', 'a b'])
      refusing({ team: owner({ ...pager, routingKeySecret: name }, slack) })(
        `owner "team", critical: secret "${name}" is no file's name; write the name alone`,
      );
  });

  it('are refused an address that holds a secret, without its being repeated', () => {
    for (const url of ['https://user:hush@example.org/', 'https://example.org/?token=hush'])
      expect(() => assertOwners({ team: owner({ ...webhook, url }, slack) }))
        .to.throw('webhook address at example.org holds a password or a query')
        .with.property('message')
        .that.does.not.include('hush');
    refusing({ team: owner({ ...webhook, url: 'example.org' }, slack) })(
      'webhook address "example.org" is none',
    );
  });

  it('are refused quiet hours that no clock has or that are never quiet', () => {
    const hours = { timeZone: 'UTC', workingHours: { from: '08:00', to: '18:00' }, quietWeekends: false };
    const refused: readonly (readonly [Partial<QuietHours>, string])[] = [
      [{ workingHours: { from: '8:00', to: '18:00' } }, '"8:00" is no time of day'],
      [{ workingHours: { from: '18:00', to: '08:00' } }, 'from 18:00 to 08:00 is no working day'],
      [{ workingHours: { from: '00:00', to: '24:00' } }, 'leaves no quiet hour'],
      [{ timeZone: 'Europe/Nowhere' }, 'time zone "Europe/Nowhere" is unknown'],
    ];
    for (const [change, message] of refused)
      refusing({ team: owner(pager, slack, { ...hours, ...change }) })(message);
  });

  it('are refused a name that another receiver has, and all faults come at once', () => {
    expect(() =>
      assertOwners({
        'dead-mans-switch': owner(pager, slack),
        Team: owner({ ...pager, routingKeySecret: 'a/b' }, { ...slack, channel: 'team' }),
      }),
    )
      .to.throw()
      .with.property('message')
      .that.matches(/^(alerts\/owners\.ts: owner "[^"]+".*\n?){4}$/);
  });
});

describe('a service', () => {
  const owners = { platform: owner(pager, slack) };

  it('is refused an owner or an escalation that the table of owners lacks', () => {
    // What a file says that was never compiled; the types refuse the same.
    const service: ServiceDefinition = {
      ...desk,
      name: 'checkout',
      // @ts-expect-error No such owner.
      owner: 'nobody',
      // @ts-expect-error No such owner.
      escalation: { critical: ['somebody'] },
    };
    expect(() => routingTree([service], owners)).to.throw(
      'alerts/catalog/checkout.ts: service "checkout": owner "nobody" is not in alerts/owners.ts; take one of platform, or add it.\n' +
        'alerts/catalog/checkout.ts: service "checkout": escalation.critical "somebody" is not in alerts/owners.ts; take one of platform, or add it.',
    );
  });

  it('is refused somebody else for a symptom whom the table lacks', () => {
    // @ts-expect-error No such owner.
    const service: ServiceDefinition = { ...desk, symptoms: { HighLatency: { owner: 'nobody' } } };
    expect(() => assertRoutable([service], owners)).to.throw(
      'service "desk": symptoms.HighLatency.owner "nobody" is not in alerts/owners.ts; take one of platform',
    );
  });

  it('is refused an escalation to its own owner', () => {
    expect(() => assertRoutable([{ ...desk, escalation: { warning: ['platform'] } }], owners)).to.throw(
      'service "desk": escalation.warning names "platform", the owner itself',
    );
  });
});
