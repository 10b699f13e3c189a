import type { Child } from '../child.ts';

/** A server of the stack that is up. */
export interface Server {
  readonly name: string;
  readonly url: string;
  readonly pid: number;
  readonly child: Child;
  stop(): Promise<void>;
}

export function serverOf(child: Child, url: string): Server {
  return { name: child.name, url, pid: child.pid, child, stop: () => child.stop() };
}

/** Whether a GET of the address answers 2xx within a second. */
export async function answersOk(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(1_000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
