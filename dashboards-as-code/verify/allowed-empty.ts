/**
 * Queries that find nothing even while the service is driven through calm, fault and recovery, each with the reason.
 * One that has data after all comes off the list: the verification fails until it does.
 */
export interface AllowedEmpty {
  readonly board: string;
  /** Its title; "variable" or "mark" for what has none. */
  readonly panel: string;
  /** All queries of the panel when left out. */
  readonly query?: string;
  readonly reason: string;
}

const bornWithALoss = 'its counter is born with the first loss, and the drill loses nothing';

const leftAlone =
  'a rehearsal does not load the rules of its own database and host, so none of their alerts can fire';

const staysWhole =
  'the drill breaks nothing of the monitoring, and its watchdog, which always fires, has a panel of its own';

export const allowedEmpty: readonly AllowedEmpty[] = [
  ...alertsOf('database', leftAlone),
  ...alertsOf('host', leftAlone),
  ...alertsOf('monitoring', staysWhole),
  {
    board: 'monitoring-runtime',
    panel: 'Are log records lost on their way?',
    query: 'A',
    reason: bornWithALoss,
  },
  {
    board: 'monitoring-runtime',
    panel: 'Are log records lost on their way?',
    query: 'B',
    reason: bornWithALoss,
  },
  { board: 'monitoring-runtime', panel: 'Are spans lost on their way?', query: 'C', reason: bornWithALoss },
];

/** Where a service's boards show alerts. */
function alertsOf(service: string, reason: string): AllowedEmpty[] {
  return [
    { board: `${service}-overview`, panel: 'mark', reason },
    { board: `${service}-overview`, panel: 'Which alerts are pending or firing?', reason },
    { board: `${service}-runtime`, panel: 'mark', reason },
  ];
}

export function isAbout(
  { board, panel, query }: AllowedEmpty,
  asked: { readonly board: string; readonly panel: string; readonly query: string },
): boolean {
  return board === asked.board && panel === asked.panel && (query === undefined || query === asked.query);
}
