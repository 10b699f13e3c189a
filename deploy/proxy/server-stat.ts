/** The proxy's own word on its servers, from `show stat` (management.txt, 9.1). */
import { type Slot, slots } from './slot.ts';

export interface ServerStat {
  readonly slot: Slot;
  readonly state: 'up' | 'down' | 'drain' | 'maint';
  readonly weight: number;
  /** Requests being answered by the server or waiting for it. */
  readonly sessions: number;
  /** Requests that it ever sent there, its own checks left out. */
  readonly requests: number;
  /** host:port that it sends to. */
  readonly address: string;
}

/** Throws when a slot or a column is missing, which a proxy with another configuration would show. */
export function parseServerStats(csv: string): ServerStat[] {
  const [header = '', ...lines] = csv.split('\n').filter((line) => line.trim() !== '');
  const names = splitCsv(header.replace(/^# /, ''));
  const rows = lines.map(splitCsv);
  return slots.map((slot) => {
    const row = rows.find((fields) => fields[names.indexOf('svname')] === slot);
    const field = (name: string): string => {
      const value = row?.[names.indexOf(name)];
      if (value === undefined)
        throw new Error(`the proxy shows no "${name}" of slot ${slot}; is it running deploy/haproxy.cfg?`);
      return value;
    };
    return {
      slot,
      state: stateOf(field('status')),
      weight: Number(field('weight')),
      sessions: Number(field('scur')) + Number(field('qcur')),
      requests: Number(field('stot')),
      address: field('addr'),
    };
  });
}

/** Whether new requests go there. */
export function isServing(stat: ServerStat): boolean {
  return stat.state === 'up' && stat.weight > 0;
}

/** "UP 1/3" is up and going down, "no check" up and unchecked, "DRAIN (agent)" drain, "MAINT (via ...)" maint. */
function stateOf(status: string): ServerStat['state'] {
  if (status.startsWith('UP') || status === 'no check') return 'up';
  if (status.startsWith('DRAIN')) return 'drain';
  return status.startsWith('MAINT') ? 'maint' : 'down';
}

/** Fields of one line; those with commas in them are quoted. */
function splitCsv(line: string): string[] {
  return [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, field = '']) =>
    field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field,
  );
}
