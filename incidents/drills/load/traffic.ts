/** The mix of requests that users of the desk make, as a pure function of a seeded random source. */

export interface TrafficRequest {
  readonly kind: 'list' | 'read' | 'page' | 'note' | 'change' | 'not-found' | 'bad-input';
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: object;
}

export interface TrafficSetting {
  /** Incidents that are there to be read and written to. */
  readonly incidentIds: readonly string[];
  /** The text of a note; what a drill's fault depends on comes in here. */
  readonly noteText: (random: () => number) => string;
}

const weights = [
  ['list', 34],
  ['read', 20],
  ['note', 24],
  ['change', 8],
  ['page', 6],
  ['not-found', 5],
  ['bad-input', 3],
] as const satisfies readonly (readonly [TrafficRequest['kind'], number])[];

const totalWeight = weights.reduce((sum, [, weight]) => sum + weight, 0);

export function nextRequest(random: () => number, setting: TrafficSetting): TrafficRequest {
  const kind = pickKind(random);
  const incident = setting.incidentIds[Math.floor(random() * setting.incidentIds.length)] ?? '0';
  switch (kind) {
    case 'list':
      return { kind, method: 'GET', path: '/api/incidents?limit=20' };
    case 'read':
      return { kind, method: 'GET', path: `/api/incidents/${incident}` };
    case 'page':
      return { kind, method: 'GET', path: '/' };
    case 'note':
      return {
        kind,
        method: 'POST',
        path: `/api/incidents/${incident}/notes`,
        body: { author: 'rehearsal', text: setting.noteText(random) },
      };
    case 'change':
      return { kind, method: 'POST', path: '/api/changes', body: sampleChange(random) };
    case 'not-found':
      return { kind, method: 'GET', path: `/api/incidents/${999_000 + Math.floor(random() * 999)}` };
    case 'bad-input':
      return { kind, method: 'POST', path: `/api/incidents/${incident}/notes`, body: { text: 7 } };
  }
}

function pickKind(random: () => number): TrafficRequest['kind'] {
  let left = random() * totalWeight;
  for (const [kind, weight] of weights) {
    left -= weight;
    if (left < 0) return kind;
  }
  return 'list';
}

/** One of a hundred changes, told again and again: the desk takes each id once. */
function sampleChange(random: () => number): object {
  const number = Math.floor(random() * 100);
  return {
    id: `rehearsal-${number}`,
    kind: 'other',
    service: `sample-${number % 5}`,
    environment: 'rehearsal',
    release: `r${number}`,
    status: 'succeeded',
    startedAt: '2026-01-01T00:00:00.000Z',
    by: 'rehearsal',
    summary: `sample change ${number}`,
  };
}

/** A small seeded generator of numbers in [0, 1): the same seed gives the same traffic. Mulberry32, T. Ettinger, public domain. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
