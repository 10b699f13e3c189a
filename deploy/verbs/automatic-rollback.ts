/** The rollback that nobody asked for: what the watch does with a release that goes bad. */
import { planRollback } from '../plan.ts';
import { otherSlot } from '../proxy/slot.ts';
import { SchemaMisfit } from '../release/schema-fit.ts';
import { chooseWayBack } from '../situation.ts';
import { isReady } from '../steps/health.ts';
import { observe } from '../steps/observe.ts';
import { refuseMisfit } from '../steps/schema-misfit.ts';
import { messageOf } from '../steps/step-runner.ts';
import { type Promotion, whySuperseded } from '../watch/promotion.ts';
import { carryOut, type VerbTools } from './carry-out.ts';
import { insist } from './insist.ts';

/** Who is named for it. */
const gate = 'gate';
/** Each is on record and may end the standby; what failed so often does not succeed by being repeated. */
const attemptsAtMost = 3;

/**
 * An ordinary rollback, by the gate: to the process that stands by, or by starting one where it is gone. Whatever refuses
 * it for the time being, a lock that is held or a proxy that is being started again, is waited for until then; only when
 * another release is current by now, or the database cannot do with the old one, there is nothing to wait for.
 */
export async function rollBackByItself(
  promotion: Promotion,
  { reason, untilMs }: { readonly reason: string; readonly untilMs: number },
  tools: VerbTools,
): Promise<void> {
  const { release, old } = promotion;
  const { config, say, signal } = tools;
  let failed = 0;
  const attempt = async (): Promise<void> => {
    const successor = await whySuperseded(promotion, config);
    if (successor !== undefined) return say(`the watch of ${release} is over: ${successor}.`);
    await goBack(promotion, reason, tools);
    if ((await whySuperseded(promotion, config)) !== undefined) return;
    failed += 1;
    throw new Error(`the rollback to ${old} failed${failed === 1 ? '' : ` ${failed} times`}`);
  };
  try {
    await insist(attempt, {
      mayPass: (refusal) => !(refusal instanceof SchemaMisfit) && failed < attemptsAtMost,
      untilMs,
      sayWaiting: (refusal) => say(`the rollback waits, and is tried again: ${messageOf(refusal)}.`),
      signal,
    });
  } catch (error) {
    say(
      `the watch of ${release} is over, and it was NOT rolled back, though it is bad (${reason}): ${messageOf(error)}. ${release} is still current; see "npm run deploy -- status".`,
    );
  }
}

async function goBack(promotion: Promotion, reason: string, tools: VerbTools): Promise<void> {
  const { release, old, slot } = promotion;
  const config = { ...tools.config, by: gate };
  await carryOut('rollback', false, { ...tools, config }, async () => {
    const situation = await observe(config);
    if (situation.pointer?.id !== release)
      throw new Error(`${situation.pointer?.id ?? 'nothing'} is current by now, not ${release}.`);
    await refuseMisfit(config, old, tools.say);
    const way = chooseWayBack(situation, old);
    const isStandingBy = way.next === otherSlot(slot) && (await isReady(config, way.next));
    return {
      release: old,
      previous: release,
      plan: planRollback({ release: old, way, isStandingBy, isProven: true }),
      overrides: [],
      reason: `the watch of ${release} says fail: ${reason}`,
    };
  });
}
