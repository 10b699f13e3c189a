/** The gate's step: what it watches is here, what it makes of that is in gate/. */
import { serviceNamed } from '../../alerts/catalog.ts';
import { isCounted } from '../../alerts/objective.ts';
import { isPromoted } from '../gate/verdict.ts';
import { watchGate } from '../gate/watch-gate.ts';
import type { Step } from '../plan.ts';
import { targetOf } from '../target-of.ts';
import { releaseUrl } from './health.ts';
import { readServers } from './observe.ts';
import type { StepDetail, StepTools } from './perform-step.ts';
import { shareTraffic } from './traffic.ts';

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
    // A proxy that does not answer is asked again in a second; the steps that move traffic tell of one that is gone.
    usersSent: () =>
      readServers(config).then(
        (servers) => servers.find((server) => server.slot === slot)?.requests,
        () => undefined,
      ),
    rise: (share) => shareTraffic(config, { slot, beside, percent: share }),
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
