import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { checkoutRoot } from '../config.ts';
import type { GateSettings } from '../gate/settings.ts';
import { planDeploy } from '../plan.ts';
import { type Declarations, readDeclarations } from '../release/declarations.ts';
import { parseLockfile } from '../release/lockfile.ts';
import { listReleases, newReleaseId } from '../release/release-id.ts';
import { foreseeMisfit } from '../release/schema-fit.ts';
import { chooseSwitch } from '../situation.ts';
import { requireIdentity } from '../state/identity.ts';
import { observe } from '../steps/observe.ts';
import { findExhaustedBudgets } from '../stops/error-budget.ts';
import { findFreezes } from '../stops/freezes.ts';
import { describeOverridden, overrideStops } from '../stops/override.ts';
import type { Stop } from '../stops/stop.ts';
import { type Promotion, whySuperseded } from '../watch/promotion.ts';
import type { WatchSettings } from '../watch/settings.ts';
import { carryOut, type VerbTools } from './carry-out.ts';
import { watchPromoted } from './watch.ts';

export interface DeployOptions {
  /** Root of the source tree; the checkout unless told otherwise. */
  readonly source: string | undefined;
  readonly tag: string | undefined;
  readonly gate: GateSettings;
  readonly watch: WatchSettings;
  readonly reason: string | undefined;
  /** The word that overrides a freeze or a budget that is used up. */
  readonly override: string | undefined;
  readonly isDryRun: boolean;
}

/** Builds a release, proves it on a share of the traffic, gives it all of it and watches on, or takes it back. */
export async function deploy(options: DeployOptions, tools: VerbTools): Promise<number> {
  const { gate, watch, tag, reason, isDryRun } = options;
  const { config } = tools;
  const source = options.source === undefined ? checkoutRoot : resolve(options.source);
  // Another's root is refused for being that, not for what stops a deployment of ours.
  await requireIdentity(config.root, config);
  const stops = await findStops(tools);
  if (isDryRun) for (const { sentence } of stops) tools.say(`stopped unless overridden: ${sentence}`);
  else await overrideStops(stops, { word: options.override, reason, ask: tools.ask });
  const overridden = stops.map(({ kind }) => kind);
  let promotion: Promotion | undefined;
  const exitCode = await carryOut('deploy', isDryRun, tools, async (startedAt) => {
    const situation = await observe(config);
    const { schema } = await readSource(source);
    const release = newReleaseId(startedAt, await listReleases(config.root));
    const way = chooseSwitch(situation);
    const plan = planDeploy({ release, source, gate, watch, way, ...(tag === undefined ? {} : { tag }) });
    const hasGate = plan.steps.some(({ kind }) => kind === 'gate');
    if (hasGate && config.prometheusUrl === undefined && !gate.allowsUnproven)
      throw new Error(
        'PROMETHEUS_URL is not set, so the gate could only end without data. Set it, or accept an unproven release with --allow-unproven.',
      );
    const old = way.old?.record?.release;
    const misfit = old === undefined ? undefined : await foreseeMisfit(config.root, old, schema);
    if (misfit !== undefined) tools.say(`WARNING: ${misfit}`);
    if (old !== undefined && plan.cleanUp.some(({ kind }) => kind === 'stand-by'))
      promotion = { release, slot: way.next, old, startedAt, seconds: watch.seconds };
    const overrides = [...gate.overrides, ...watch.overrides, ...describeOverridden(stops)];
    return { release, previous: situation.pointer?.id, plan, overrides, overridden, reason };
  });
  if (isDryRun || promotion === undefined) return exitCode;
  // A fault in cleaning up leaves the release with all the traffic: it is watched all the same.
  if ((await whySuperseded(promotion, config)) !== undefined) return exitCode;
  return Math.max(exitCode, await watchPromoted(promotion, tools));
}

/** Before the lock is taken: a person may have to think about it. */
async function findStops({ config, say }: VerbTools): Promise<readonly Stop[]> {
  const findings = await Promise.all([findFreezes(config, new Date()), findExhaustedBudgets(config)]);
  for (const sentence of findings.flatMap(({ unknown }) => unknown)) say(sentence);
  return findings.flatMap(({ stops }) => stops);
}

/** Before anything is begun: what cannot be built is not worth a failed deployment. */
async function readSource(source: string): Promise<Declarations> {
  const path = join(source, 'package-lock.json');
  const lockfile = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new Error(`${path} cannot be read; --source wants the root of a source tree.`, { cause: error });
  });
  parseLockfile(lockfile, path);
  return readDeclarations(source);
}
