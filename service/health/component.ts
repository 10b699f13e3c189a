/** One part that the desk depends on, looked at now. */
export interface ComponentHealth {
  readonly name: string;
  readonly state: 'healthy' | 'degraded' | 'unhealthy';
  readonly latencyMs: number;
  readonly version: string;
  readonly detail: string;
}

export type HealthState = ComponentHealth['state'];

interface Probe {
  readonly name: string;
  /** What the whole is when this part fails: the store is vital, evidence backends are not. */
  readonly whenDown: 'degraded' | 'unhealthy';
  /** Resolves to a version; rejects when the part is not well. */
  readonly look: (signal: AbortSignal) => Promise<string>;
}

const timeoutMs = 2000;

export async function probeComponent({ name, whenDown, look }: Probe): Promise<ComponentHealth> {
  const startedAt = performance.now();
  const latency = () => Math.round((performance.now() - startedAt) * 10) / 10;
  const signal = AbortSignal.timeout(timeoutMs);
  const late = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error(`no answer within ${timeoutMs} ms`)));
  });
  try {
    const version = await Promise.race([look(signal), late]);
    return { name, state: 'healthy', latencyMs: latency(), version, detail: '' };
  } catch (error) {
    return { name, state: whenDown, latencyMs: latency(), version: '', detail: describe(error) };
  }
}

/** The worst of the parts. */
export function judgeHealth(components: readonly ComponentHealth[]): HealthState {
  const states = components.map(({ state }) => state);
  if (states.includes('unhealthy')) return 'unhealthy';
  return states.includes('degraded') ? 'degraded' : 'healthy';
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? error.cause : error;
  return cause.message || ('code' in cause ? String(cause.code) : cause.name);
}
