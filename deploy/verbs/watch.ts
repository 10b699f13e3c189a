/** What `deploy` goes on with when its release has all the traffic: the watch, and what follows from its end. */
import { setTimeout as pause } from 'node:timers/promises';
import { serviceNamed } from '../../alerts/catalog.ts';
import { isCounted } from '../../alerts/objective.ts';
import { planRollback, planWatchEnd } from '../plan.ts';
import { otherSlot, type Slot } from '../proxy/slot.ts';
import { chooseWayBack } from '../situation.ts';
import { readJournal } from '../state/journal.ts';
import { lockOwner } from '../state/lock.ts';
import { readPointer } from '../state/pointer.ts';
import { readSlots } from '../state/slots.ts';
import { isReady } from '../steps/health.ts';
import { observe } from '../steps/observe.ts';
import { targetOf } from '../target-of.ts';
import { watchArmed } from '../watch/armed-watch.ts';
import { carryOut, type VerbTools } from './carry-out.ts';

export interface Promotion {
  readonly release: string;
  readonly slot: Slot;
  /** The release that it replaced, which stands by in the other slot. */
  readonly old: string;
  /** When the deployment began. */
  readonly startedAt: Date;
  readonly seconds: number;
}

/** Who is named for a rollback that nobody asked for. */
const gate = 'gate';
/** A colleague's command that is only refused holds the lock for a moment. */
const lockPatienceMs = 5_000;
const retryMs = 100;

/** Gives the exit code: 1 when the release had to be rolled back, or could not be. */
export async function watchPromoted(promotion: Promotion, tools: VerbTools): Promise<number> {
  const { release, slot, old, startedAt, seconds } = promotion;
  const { config, say } = tools;
  const own = await lastOperationId(config.root);
  const supersession = (): Promise<string | undefined> => findSupersession(promotion, own, tools);
  say(
    `watching ${release} for ${seconds} s, ${old} stands by, the lock is free. Ctrl-C ends the watch and leaves ${release} serving.`,
  );
  const { kind, reason } = await watchArmed({
    objectives: serviceNamed(config.service).objectives.filter(isCounted),
    environment: config.environment,
    release,
    bornAt: startedAt.getTime(),
    seconds,
    prometheusUrl: config.prometheusUrl,
    ailment: await targetOf(config).followLife(config, { release, slot }),
    supersession,
    say,
    signal: tools.signal,
  });
  const isOver = kind === 'superseded' ? reason : await whenLockIsFree(config.root, supersession);
  if (isOver !== undefined) {
    say(`the watch of ${release} is over: ${isOver}.`);
    return 0;
  }
  if (kind === 'burning') say(`the watch says fail: ${reason}`);
  return kind === 'burning' ? rollBack(promotion, reason, tools) : endStandby(promotion, reason, tools);
}

/** An ordinary rollback, by the gate: to the process that stands by, or by starting one where it is gone. */
async function rollBack(promotion: Promotion, reason: string, tools: VerbTools): Promise<number> {
  const { release, old } = promotion;
  const config = { ...tools.config, by: gate };
  await carryOut('rollback', false, { ...tools, config }, async () => {
    const situation = await observe(config);
    if (situation.pointer?.id !== release)
      throw new Error(`${situation.pointer?.id ?? 'nothing'} is current by now, not ${release}.`);
    const way = chooseWayBack(situation, old);
    const isStandingBy = way.next === otherSlot(promotion.slot) && (await isReady(config, way.next));
    return {
      release: old,
      previous: release,
      plan: planRollback({ release: old, way, isStandingBy, isProven: true }),
      overrides: [],
      reason: `the watch of ${release} says fail: ${reason}`,
    };
  });
  return 1;
}

/** Ctrl-C has had its effect when it ended the watch: taking the standby away is not to be taken back. */
async function endStandby(promotion: Promotion, reason: string, tools: VerbTools): Promise<number> {
  const { release, old, slot } = promotion;
  const untiring = { ...tools, signal: new AbortController().signal };
  return carryOut('watch', false, untiring, async () => {
    const pointer = await readPointer(tools.config.root);
    if (pointer?.id !== release)
      throw new Error(`${pointer?.id ?? 'nothing'} is current by now, not ${release}.`);
    return { release, previous: old, plan: planWatchEnd(otherSlot(slot)), overrides: [], reason };
  });
}

/** A sentence when another command has taken the matter over: it moved the pointer, ended the standby or has begun. */
async function findSupersession(
  { release, slot, old }: Promotion,
  own: string | undefined,
  { config }: VerbTools,
): Promise<string | undefined> {
  const { root } = config;
  const pointer = await readPointer(root);
  if (pointer?.id !== release) return `${pointer?.id ?? 'nothing'} is current by now`;
  const owner = await lockOwner(root);
  // A command that is refused holds the lock for a moment too, and begins nothing.
  if (owner !== undefined && (await lastOperationId(root)) !== own)
    return `a ${owner.verb} by ${owner.by} has begun`;
  const standby = otherSlot(slot);
  const isStandingBy =
    (await readSlots(root))[standby]?.release === old && (await targetOf(config).isRunning(config, standby));
  return isStandingBy ? undefined : `${old} no longer stands by`;
}

/** Waits for the lock, though not for long; a sentence when it is somebody else's matter by then. */
async function whenLockIsFree(
  root: string,
  supersession: () => Promise<string | undefined>,
): Promise<string | undefined> {
  const deadline = performance.now() + lockPatienceMs;
  while ((await lockOwner(root)) !== undefined && performance.now() < deadline) await pause(retryMs);
  return supersession();
}

async function lastOperationId(root: string): Promise<string | undefined> {
  return (await readJournal(root)).entries.at(-1)?.operation;
}
