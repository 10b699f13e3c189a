/**
 * A channel as Alertmanager's receiver has it. Each form is read by 0.25 as by 0.34: 0.25 knows `api_url_file`,
 * `routing_key_file`, `auth_password_file` and `credentials_file`, but a webhook's `url_file` only since 0.26.
 */
import { join } from 'node:path/posix';
import { messageText, messageTitle } from './message.ts';
import type { Channel, Severity } from './owner.ts';

/** In the containers and on a host alike; one file a secret, readable by Alertmanager's user. */
export const secretsFolder = '/etc/alertmanager/secrets';

export type ChannelConfigs = Readonly<Record<string, readonly object[]>>;

export interface ChannelSetting {
  /** The folder of secret files as Alertmanager sees it. */
  readonly secretsDir: string;
  /** What a pager is told that it is. */
  readonly severity: Severity;
  /** Whether the end of an alert is told as well. */
  readonly tellsResolved: boolean;
}

/** `slack_configs`, `pagerduty_configs` and so on, in the order of the channels. */
export function channelConfigs(channels: readonly Channel[], setting: ChannelSetting): ChannelConfigs {
  const configs: Record<string, object[]> = {};
  for (const channel of channels) {
    const key = `${channel.kind}_configs`;
    configs[key] = [...(configs[key] ?? []), channelConfig(channel, setting)];
  }
  return configs;
}

/** The name of the file that a channel's secret is in. */
export function secretOf(channel: Channel): string {
  switch (channel.kind) {
    case 'slack':
      return channel.apiUrlSecret;
    case 'pagerduty':
      return channel.routingKeySecret;
    case 'email':
      return channel.passwordSecret;
    case 'webhook':
      return channel.tokenSecret;
  }
}

function channelConfig(channel: Channel, setting: ChannelSetting): object {
  const secretFile = join(setting.secretsDir, secretOf(channel));
  const send_resolved = setting.tellsResolved;
  switch (channel.kind) {
    case 'slack':
      return {
        api_url_file: secretFile,
        channel: channel.channel,
        send_resolved,
        title: messageTitle,
        text: messageText,
      };
    case 'pagerduty':
      return {
        routing_key_file: secretFile,
        send_resolved,
        description: messageTitle,
        severity: setting.severity,
        client: 'Tocsin',
        component: '{{ .GroupLabels.service }}',
        group: '{{ .GroupLabels.environment }}',
        details: { text: messageText },
      };
    case 'email':
      return {
        to: channel.to,
        from: channel.from,
        smarthost: channel.smarthost,
        auth_username: channel.username,
        auth_password_file: secretFile,
        require_tls: true,
        send_resolved,
        headers: { Subject: messageTitle },
        text: messageText,
        html: '',
      };
    case 'webhook':
      return {
        url: channel.url,
        send_resolved,
        max_alerts: 0,
        http_config: { authorization: { type: 'Bearer', credentials_file: secretFile } },
      };
  }
}
