import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { checkoutRoot } from '../config.ts';
import type { GateSettings } from '../gate/settings.ts';
import { observe } from '../native/observe.ts';
import { planDeploy } from '../plan.ts';
import { readDeclarations } from '../release/declarations.ts';
import { parseLockfile } from '../release/lockfile.ts';
import { listReleases, newReleaseId } from '../release/release-id.ts';
import { chooseSwitch } from '../situation.ts';
import { carryOut, type VerbTools } from './carry-out.ts';

export interface DeployOptions {
  /** Root of the source tree; the checkout unless told otherwise. */
  readonly source: string | undefined;
  readonly tag: string | undefined;
  readonly gate: GateSettings;
  readonly reason: string | undefined;
  readonly isDryRun: boolean;
}

/** Builds a release, proves it on a share of the traffic, and gives it all of it, or takes it back. */
export async function deploy(options: DeployOptions, tools: VerbTools): Promise<number> {
  const { gate, tag, reason, isDryRun } = options;
  const { config } = tools;
  const source = options.source === undefined ? checkoutRoot : resolve(options.source);
  return carryOut('deploy', isDryRun, tools, async (startedAt) => {
    const situation = await observe(config);
    await requireSource(source);
    const release = newReleaseId(startedAt, await listReleases(config.root));
    const way = chooseSwitch(situation);
    const plan = planDeploy({ release, source, gate, way, ...(tag === undefined ? {} : { tag }) });
    const hasGate = plan.steps.some(({ kind }) => kind === 'gate');
    if (hasGate && config.prometheusUrl === undefined && !gate.allowsUnproven)
      throw new Error(
        'PROMETHEUS_URL is not set, so the gate could only end without data. Set it, or accept an unproven release with --allow-unproven.',
      );
    return { release, previous: situation.pointer?.id, plan, overrides: gate.overrides, reason };
  });
}

/** Before anything is begun: what cannot be built is not worth a failed deployment. */
async function requireSource(source: string): Promise<void> {
  const path = join(source, 'package-lock.json');
  const lockfile = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new Error(`${path} cannot be read; --source wants the root of a source tree.`, { cause: error });
  });
  parseLockfile(lockfile, path);
  await readDeclarations(source);
}
