/**
 * Watches the new release through the gate's phases and ends early on a proven failure. Its share of the traffic rises
 * meanwhile, though not before there are figures of it: nobody is sent to what cannot be seen. Where users send too
 * little to judge by, the gate asks itself, and says so.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { CountedObjective } from '../../alerts/objective.ts';
import { probesDue } from './probe-need.ts';
import { Prober } from './prober.ts';
import { GateReader } from './read-gate.ts';
import { type GateSettings, secondsOf, weightAt } from './settings.ts';
import { type Finding, findingOf, type Judgement, judge, judgeAilment, type Reading } from './verdict.ts';

export interface GateResult extends Finding {
  readonly probesSent: number;
  /** The share of the traffic that it had at the end, in percent. */
  readonly percent: number;
}

export interface CanaryTraffic {
  /** Users' requests that the proxy ever sent there, since it was started. */
  readonly requests: number;
  /** The release's share, in percent. */
  readonly percent: number;
}

export interface GateWatch {
  readonly objectives: readonly CountedObjective[];
  readonly environment: string;
  /** The one release that is judged. */
  readonly release: string;
  /** The one that it is judged against. */
  readonly old: string | undefined;
  readonly settings: GateSettings;
  readonly prometheusUrl: string | undefined;
  /** Where the release answers without the proxy, and the safe GETs that may be sent there; none is sent without a path. */
  readonly releaseUrl: string;
  readonly probePaths: readonly string[];
  /** What the proxy has of the release; undefined while it does not say. */
  readonly traffic: () => Promise<CanaryTraffic | undefined>;
  /** Gives the release this share of the traffic, in percent; false while there is no proxy to be told. */
  readonly share: (percent: number) => Promise<boolean>;
  /** A sentence when the release has failed in another way (its process ended), which no metric may ever tell. */
  readonly ailment: () => Promise<string | undefined>;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/** One look at the end of a phase may be wrong once in a hundred, each of many looks before it far less often. */
const finalChance = 0.01;
const earlyChance = 0.0005;
const pollMs = 1_000;
const progressMs = 10_000;
/** A new target is found in up to 5 s, then scraped every 15 s: what is missing at the gate's end may just be late. */
const graceMs = 20_000;

export async function watchGate(watch: GateWatch): Promise<GateResult> {
  const prober = new Prober(watch.releaseUrl, watch.probePaths);
  try {
    return await watchWith(prober, watch);
  } finally {
    await prober.stop();
  }
}

async function watchWith(prober: Prober, watch: GateWatch): Promise<GateResult> {
  const { settings, say, signal } = watch;
  const { minimumSamples } = settings;
  const reader = new GateReader(watch, prober);
  const sentBefore = (await watch.traffic())?.requests ?? 0;
  const startedAt = performance.now();
  const phaseEndsMs = endsOf(settings);
  const totalMs = 1_000 * secondsOf(settings.phases);
  const looked = new Set<string>();
  let percent = weightAt(settings, 0);
  let percentSeconds = 0;
  let lastMs = 0;
  for (let nextProgress = progressMs; ; ) {
    const elapsedMs = performance.now() - startedAt;
    percentSeconds += (percent * (elapsedMs - lastMs)) / 1_000;
    lastMs = elapsedMs;
    const result = (judgements: readonly Judgement[]): GateResult => ({
      ...findingOf(judgements, elapsedMs),
      probesSent: prober.sent,
      percent,
    });
    const ailment = await watch.ailment();
    if (ailment !== undefined) return result([judgeAilment(ailment)]);

    const readings = await reader.read();
    const judgements = readings.map((reading) => {
      const { name, kind } = reading.objective;
      const isDue = !looked.has(name) && elapsedMs >= (phaseEndsMs.get(kind) ?? totalMs);
      const look = isDue || elapsedMs >= totalMs ? finalChance : earlyChance;
      const judgement = judge(reading, { minimumSamples, chance: look });
      if (isDue && isProven(judgement)) looked.add(name);
      return judgement;
    });
    if (judgements.some(({ verdict }) => verdict === 'fail')) return result(judgements);
    const overtimeMs = elapsedMs - totalMs;
    const mayBeLate = watch.prometheusUrl !== undefined && !judgements.every(isProven);
    if (overtimeMs >= (mayBeLate ? graceMs : 0)) return result(judgements);

    const traffic = await watch.traffic();
    if (traffic !== undefined) {
      const due = readings.every(isSeen) ? weightAt(settings, elapsedMs / 1_000) : percent;
      // A proxy that is started again sends everything to the old release.
      if (due !== traffic.percent && (await watch.share(due))) {
        percent = due;
        say(`${percent} % of the traffic now goes to ${watch.release}`);
      }
      const { requests } = traffic;
      const usersSent = requests >= sentBefore ? requests - sentBefore : requests;
      probe(prober, watch, { elapsedSeconds: elapsedMs / 1_000, usersSent, percentSeconds });
    }
    if (elapsedMs >= nextProgress) {
      say(
        `gate after ${Math.round(elapsedMs / 1_000)} s: ${judgements.map(({ reason }) => reason).join('; ')}`,
      );
      nextProgress += progressMs;
    }
    await pause(pollMs, undefined, { signal });
  }
}

function probe(
  prober: Prober,
  { settings, probePaths, say }: GateWatch,
  seen: { readonly elapsedSeconds: number; readonly usersSent: number; readonly percentSeconds: number },
): void {
  const due = probesDue({ settings, probesSent: prober.sent, ...seen });
  if (due === 0 || probePaths.length === 0) return;
  if (prober.sent === 0)
    say(
      `users have sent ${seen.usersSent} requests in ${Math.round(seen.elapsedSeconds)} s, too few to judge by: the gate sends its own (GET ${probePaths.join(', ')})`,
    );
  prober.send(due);
}

function isProven({ verdict }: Judgement): boolean {
  return verdict === 'pass' || verdict === 'fail';
}

function isSeen({ users }: Reading): boolean {
  return users !== undefined;
}

/** When each kind of objective is held to its end, in milliseconds after the beginning. */
function endsOf({ phases }: GateSettings): ReadonlyMap<CountedObjective['kind'], number> {
  return new Map(
    phases.map(({ kind }, index) => [kind, 1_000 * secondsOf(phases.slice(0, index + 1))] as const),
  );
}
