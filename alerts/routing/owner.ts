/** What the catalog says about a team: how it is told of what, and when it is left in peace. */

/** Severities of every alert that is emitted, worst first. */
export const severities = ['critical', 'warning'] as const;
export type Severity = (typeof severities)[number];

/**
 * One way to tell people. A `...Secret` names a file below the secrets' folder (`/etc/alertmanager/secrets/<name>`);
 * no secret is ever written here. All of these are forms that Alertmanager 0.25 and later read.
 */
export type Channel =
  | {
      readonly kind: 'slack';
      /** With its "#", such as "#platform-pages". */
      readonly channel: string;
      /** File with the incoming webhook's address, which is the secret. */
      readonly apiUrlSecret: string;
    }
  | {
      readonly kind: 'pagerduty';
      /** File with the integration key of an Events API v2 integration. */
      readonly routingKeySecret: string;
    }
  | {
      readonly kind: 'email';
      readonly to: string;
      readonly from: string;
      /** Host and port of the mail server, such as "smtp.example.org:587"; it has to speak TLS. */
      readonly smarthost: string;
      readonly username: string;
      /** File with the mail account's password. */
      readonly passwordSecret: string;
    }
  | {
      readonly kind: 'webhook';
      /** Holds no secret, since Alertmanager 0.25 reads no webhook's address from a file. */
      readonly url: string;
      /** File with the token that is sent as `Authorization: Bearer`. */
      readonly tokenSecret: string;
    };

/** Hours in which tickets wait; pages never do. */
export interface QuietHours {
  /**
   * IANA name, such as "Europe/Berlin". Every name but "UTC" needs the time zone database on Alertmanager's machine:
   * without it Alertmanager refuses the whole configuration.
   */
  readonly timeZone: string;
  /** `HH:MM` of a 24 h clock; outside of them tickets wait. */
  readonly workingHours: { readonly from: string; readonly to: string };
  /** True keeps Saturday and Sunday quiet as well. */
  readonly quietWeekends: boolean;
}

export interface Owner {
  /** Who that is, for the table of routes. */
  readonly description: string;
  /** Ways to tell of each severity; `desk-only` for a team that nobody but the desk tells. */
  readonly channels: 'desk-only' | Readonly<Record<Severity, readonly [Channel, ...Channel[]]>>;
  /** When tickets wait; absent when they never do. */
  readonly quietHours?: QuietHours;
}
