/** What `deploy` goes on with when its release has all the traffic: the watch, and what follows from its end. */
import { serviceNamed } from '../../alerts/catalog.ts';
import { isCounted } from '../../alerts/objective.ts';
import type { DeployConfig } from '../config.ts';
import { planWatchEnd } from '../plan.ts';
import { otherSlot } from '../proxy/slot.ts';
import { LockHeld } from '../state/lock.ts';
import { readPointer } from '../state/pointer.ts';
import { refuseMisfit } from '../steps/schema-misfit.ts';
import { messageOf } from '../steps/step-runner.ts';
import { targetOf } from '../target-of.ts';
import { type WatchEnd, watchArmed } from '../watch/armed-watch.ts';
import { isStillGood, type Promotion, whySuperseded, whyUnbacked } from '../watch/promotion.ts';
import { rollBackByItself } from './automatic-rollback.ts';
import { carryOut, type VerbTools } from './carry-out.ts';
import { insist } from './insist.ts';

/** A rollback has at least that long to come through, also when the watch is about to end. */
const rollbackPatienceMs = 60_000;
/** Another command's end is waited for that long before the standby is left to whoever comes next. */
const endPatienceMs = 60_000;
/** A person who pressed Ctrl-C wants to go on. */
const interruptedPatienceMs = 5_000;

/**
 * Gives the exit code, which is about the release: 1 when it went bad, rolled back or not, or was taken back by somebody
 * else. 0 as long as it is good for all that is known, also when the watch had to end early because the standby is gone
 * (another deployment has taken its slot, or its process ended) or because a later release has followed it.
 */
export async function watchPromoted(promotion: Promotion, tools: VerbTools): Promise<number> {
  const { release, old, seconds } = promotion;
  tools.say(
    `watching ${release} for ${seconds} s, ${old} stands by, the lock is free. Ctrl-C ends the watch and leaves ${release} serving.`,
  );
  // Beside the watch: a database that hangs must not keep it from looking.
  const warned = warnOfMisfit(promotion, tools);
  try {
    return await watchToItsEnd(promotion, tools);
  } finally {
    await warned;
  }
}

/** Now a person is there, who can still do something about it. */
async function warnOfMisfit({ old }: Promotion, { config, say }: VerbTools): Promise<void> {
  await refuseMisfit(config, old, say).catch((error: unknown) => {
    say(`the standby cannot take over, and is no way back: ${messageOf(error)}.`);
  });
}

async function watchToItsEnd(promotion: Promotion, tools: VerbTools): Promise<number> {
  const { release, startedAt, seconds } = promotion;
  const { config, say, signal } = tools;
  const { service, environment, prometheusUrl } = config;
  const endsAtMs = performance.now() + 1_000 * seconds;
  const end = await watchArmed({
    objectives: serviceNamed(service).objectives.filter(isCounted),
    environment,
    release,
    bornAt: startedAt.getTime(),
    seconds,
    prometheusUrl,
    ailment: followLife(promotion, config),
    supersession: () => whySuperseded(promotion, config),
    standbyLoss: () => whyUnbacked(promotion, config),
    say,
    signal,
  });
  switch (end.kind) {
    case 'superseded':
    case 'unbacked':
      return endEarly(promotion, end.reason, tools);
    case 'held':
    case 'interrupted':
      return endStandby(promotion, end, tools);
    case 'burning': {
      say(`the watch says fail: ${end.reason}`);
      const untilMs = Math.max(endsAtMs, performance.now() + rollbackPatienceMs);
      await rollBackByItself(promotion, { reason: end.reason, untilMs }, tools);
      return 1;
    }
  }
}

/** From the first look on that could be had. */
function followLife(promotion: Promotion, config: DeployConfig): () => Promise<string | undefined> {
  let ailment: (() => Promise<string | undefined>) | undefined;
  return async () => {
    ailment ??= await targetOf(config).followLife(config, promotion);
    return ailment();
  };
}

async function endEarly(promotion: Promotion, reason: string, { config, say }: VerbTools): Promise<number> {
  const isGood = await isStillGood(promotion, config);
  say(`the watch of ${promotion.release} is over: ${reason}.`);
  return isGood ? 0 : 1;
}

/** Ctrl-C has had its effect when it ended the watch: taking the standby away is not to be taken back. */
async function endStandby(promotion: Promotion, end: WatchEnd, tools: VerbTools): Promise<number> {
  const { release, old, slot } = promotion;
  const { config, say } = tools;
  const untiring = { ...tools, signal: new AbortController().signal };
  const attempt = async (): Promise<number> => {
    const reason = (await whySuperseded(promotion, config)) ?? (await whyUnbacked(promotion, config));
    if (reason !== undefined) return endEarly(promotion, reason, tools);
    return carryOut('watch', false, untiring, async () => {
      const pointer = await readPointer(config.root);
      if (pointer?.id !== release)
        throw new Error(`${pointer?.id ?? 'nothing'} is current by now, not ${release}.`);
      const plan = planWatchEnd(otherSlot(slot));
      return { release, previous: old, plan, overrides: [], reason: end.reason };
    });
  };
  const patienceMs = end.kind === 'interrupted' ? interruptedPatienceMs : endPatienceMs;
  try {
    return await insist(attempt, {
      mayPass: (refusal) => refusal instanceof LockHeld,
      untilMs: performance.now() + patienceMs,
      sayWaiting: (refusal) =>
        say(`the watch is over (${end.reason}), its end waits: ${messageOf(refusal)}.`),
      signal: untiring.signal,
    });
  } catch (error) {
    if (!(error instanceof LockHeld)) throw error;
    say(
      `the watch of ${release} is over: ${end.reason}. ${old} still stands by, since ${messageOf(error)}. What holds it may take the slot; "npm run deploy -- resume" ends what is left.`,
    );
    return 0;
  }
}
