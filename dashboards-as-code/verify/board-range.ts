/** The time range that a board shows by itself, seen from an instant. */
import { durationSeconds } from '../../alerts/duration.ts';

/** Takes "now" and "now-1h" as Grafana writes them; throws an Error for anything else. */
export function rangeAt(
  time: { readonly from: string; readonly to: string },
  now: Date,
): { readonly from: Date; readonly to: Date } {
  return { from: momentAt(time.from, now), to: momentAt(time.to, now) };
}

function momentAt(text: string, now: Date): Date {
  const [, ago] = /^now(?:-(\w+))?$/.exec(text) ?? [];
  if (text !== 'now' && ago === undefined)
    throw new Error(
      `time "${text}" of a board is not understood; write "now" or "now-<duration>", as "now-1h".`,
    );
  return new Date(now.getTime() - (ago === undefined ? 0 : durationSeconds(ago)) * 1000);
}
