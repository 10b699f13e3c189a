/** The gate's step: what it watches is here, what it makes of that is in gate/. */
import { serviceNamed } from '../../alerts/catalog.ts';
import { isCounted } from '../../alerts/objective.ts';
import type { DeployConfig } from '../config.ts';
import { isPromoted } from '../gate/verdict.ts';
import { type CanaryTraffic, watchGate } from '../gate/watch-gate.ts';
import type { Step } from '../plan.ts';
import { ProxyUnreachable } from '../proxy/client.ts';
import type { Slot } from '../proxy/slot.ts';
import { targetOf } from '../target-of.ts';
import { releaseUrl } from './health.ts';
import type { StepDetail, StepTools } from './perform-step.ts';
import { serverOf, shareTraffic } from './traffic.ts';

export async function passGate(
  step: Extract<Step, { kind: 'gate' }>,
  { config, say, signal }: StepTools,
): Promise<StepDetail> {
  const { release, slot, beside, old, settings } = step;
  const service = serviceNamed(config.service);
  const { verdict, judgements, seconds, probesSent, percent } = await watchGate({
    // A release is told apart by the labels of its requests; what is probed from outside is nobody's release.
    objectives: service.objectives.filter(isCounted),
    environment: config.environment,
    release,
    old,
    settings,
    prometheusUrl: config.prometheusUrl,
    releaseUrl: await releaseUrl(config, slot),
    probePaths: config.probePaths ?? service.probes ?? [],
    // A proxy that is being started again is asked again in a second; the steps that move traffic tell of one that is gone.
    traffic: () => unlessUnreachable(readCanary(config, slot), undefined),
    share: (share) =>
      unlessUnreachable(
        shareTraffic(config, { slot, beside, percent: share }).then(() => true),
        false,
      ),
    ailment: await targetOf(config).followLife(config, { release, slot }),
    say,
    signal,
  });
  const reasons = judgements.map(({ reason }) => reason);
  const detail = { verdict, seconds, percent, ...(probesSent === 0 ? {} : { probesSent }), reasons };
  return isPromoted(verdict, settings.allowsUnproven)
    ? detail
    : { ...detail, failure: `the gate says ${verdict} after ${seconds} s: ${reasons.join('; ')}` };
}

async function readCanary(config: DeployConfig, slot: Slot): Promise<CanaryTraffic> {
  const { requests, state, weight } = await serverOf(config, slot);
  return { requests, percent: state === 'maint' ? 0 : weight };
}

async function unlessUnreachable<T, U>(answer: Promise<T>, otherwise: U): Promise<T | U> {
  return answer.catch((error: unknown) => {
    if (error instanceof ProxyUnreachable) return otherwise;
    throw error;
  });
}
