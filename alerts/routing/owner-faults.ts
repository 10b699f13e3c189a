/** What is wrong with the owners or with a service's use of them, before anything is written. */
import type { ServiceDefinition } from '../service-definition.ts';
import { type Channel, type Owner, type QuietHours, severities } from './owner.ts';
import { severityRoutes } from './severity-routes.ts';

type OwnerTable = Readonly<Record<string, Owner>>;

/** Throws an Error with a line for each fault: file, owner, severity, value, fix. */
export function assertOwners(owners: OwnerTable): void {
  const faults = Object.entries(owners).flatMap(([name, owner]) => [
    ...nameFaults(name),
    ...channelFaults(name, owner),
    ...(owner.quietHours ? quietHourFaults(name, owner.quietHours) : []),
  ]);
  if (faults.length > 0) throw new Error(faults.join('\n'));
}

/** Throws an Error with a line for each owner that a service names and that is not in the table. */
export function assertRoutable(services: readonly ServiceDefinition[], owners: OwnerTable): void {
  const faults = services.flatMap((service) => {
    const place = `alerts/catalog/${service.name}.ts: service "${service.name}"`;
    const unknown = (field: string, name: string): string[] =>
      Object.hasOwn(owners, name)
        ? []
        : [
            `${place}: ${field} "${name}" is not in alerts/owners.ts; take one of ${Object.keys(owners).join(', ')}, or add it.`,
          ];
    return [
      ...unknown('owner', service.owner),
      ...Object.entries(service.symptoms ?? {}).flatMap(([symptom, adjusted]) =>
        'owner' in adjusted && adjusted.owner ? unknown(`symptoms.${symptom}.owner`, adjusted.owner) : [],
      ),
      ...severities.flatMap((severity) =>
        (service.escalation?.[severity] ?? []).flatMap((name) =>
          name === service.owner
            ? [
                `${place}: escalation.${severity} names "${name}", the owner itself, who is told anyway; leave it out.`,
              ]
            : unknown(`escalation.${severity}`, name),
        ),
      ),
    ];
  });
  if (faults.length > 0) throw new Error(faults.join('\n'));
}

function placeOf(owner: string): string {
  return `alerts/owners.ts: owner "${owner}"`;
}

function nameFaults(name: string): string[] {
  if (!/^[a-z][a-z0-9-]*$/.test(name))
    return [
      `${placeOf(name)}: a name is a-z, 0-9 and "-", starting with a letter (it becomes a label and a receiver's name).`,
    ];
  // "<owner>-<severity>" is a receiver, and these two are the tree's own.
  return name === 'desk' || name === 'dead-mans-switch'
    ? [`${placeOf(name)}: that is the name of a receiver that is always there; take another.`]
    : [];
}

function channelFaults(name: string, { channels }: Owner): string[] {
  if (channels === 'desk-only') return [];
  return severities.flatMap((severity) => {
    const place = `${placeOf(name)}, ${severity}`;
    const { needs }: { needs: readonly Channel['kind'][] } = severityRoutes[severity];
    const own: readonly Channel[] = channels[severity];
    const kinds = own.map(({ kind }) => kind);
    const lacking = kinds.some((kind) => needs.includes(kind))
      ? []
      : [
          `${place}: channels are ${kinds.join(', ') || 'none'}, and none of them will do for it; add one of ${needs.join(', ')}, or make the owner "desk-only".`,
        ];
    return [...lacking, ...own.flatMap((channel) => faultsOf(channel).map((fault) => `${place}: ${fault}`))];
  });
}

function faultsOf(channel: Channel): string[] {
  switch (channel.kind) {
    case 'slack':
      return [
        ...(/^#[^\s#]+$/.test(channel.channel)
          ? []
          : [
              `slack channel "${channel.channel}" is none; write its name with a "#" in front, such as "#pages".`,
            ]),
        ...secretFaults(channel.apiUrlSecret),
      ];
    case 'pagerduty':
      return secretFaults(channel.routingKeySecret);
    case 'email':
      return [
        ...[channel.to, channel.from].flatMap((address) =>
          /^[^\s@,]+@[^\s@,]+$/.test(address)
            ? []
            : [`e-mail address "${address}" is none; write it as "team@example.org".`],
        ),
        ...(/^[^\s:]+:\d+$/.test(channel.smarthost)
          ? []
          : [
              `smarthost "${channel.smarthost}" is none; write host and port, such as "smtp.example.org:587".`,
            ]),
        ...secretFaults(channel.passwordSecret),
      ];
    case 'webhook':
      return [...urlFaults(channel.url), ...secretFaults(channel.tokenSecret)];
  }
}

function secretFaults(name: string): string[] {
  return /^[a-z0-9][a-z0-9._-]*$/.test(name)
    ? []
    : [
        `secret "${name}" is no file's name; write the name alone (a-z, 0-9, ".", "_", "-"), without a folder or a "/": it lies in /etc/alertmanager/secrets.`,
      ];
}

/** An address is committed, so that it must not hold what a file should. */
function urlFaults(address: string): string[] {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    return [`webhook address "${address}" is none; write a whole one, such as "https://example.org/alerts".`];
  return url.username + url.password + url.search === ''
    ? []
    : [
        `webhook address at ${url.host} holds a password or a query, and it would be committed; put the token into a file and name it in tokenSecret.`,
      ];
}

function quietHourFaults(name: string, quietHours: QuietHours): string[] {
  const { timeZone, workingHours, quietWeekends } = quietHours;
  const { from, to } = workingHours;
  const place = `${placeOf(name)}, quiet hours`;
  const clockTime = /^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/;
  return [
    ...[from, to].flatMap((time) =>
      clockTime.test(time)
        ? []
        : [`${place}: "${time}" is no time of day; write HH:MM, from 00:00 to 24:00.`],
    ),
    ...(from < to ? [] : [`${place}: from ${from} to ${to} is no working day; "from" has to come first.`]),
    ...(from === '00:00' && to === '24:00' && !quietWeekends
      ? [`${place}: 00:00 to 24:00 on every day leaves no quiet hour; leave quietHours out.`]
      : []),
    ...(isTimeZone(timeZone)
      ? []
      : [`${place}: time zone "${timeZone}" is unknown; write an IANA name, such as "Europe/Berlin".`]),
  ];
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
