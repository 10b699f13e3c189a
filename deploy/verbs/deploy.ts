import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { checkoutRoot } from '../config.ts';
import type { GateSettings } from '../gate/settings.ts';
import { planDeploy } from '../plan.ts';
import { type Declarations, readDeclarations } from '../release/declarations.ts';
import { parseLockfile } from '../release/lockfile.ts';
import { listReleases, newReleaseId } from '../release/release-id.ts';
import type { SchemaRange } from '../release/schema-range.ts';
import { chooseSwitch } from '../situation.ts';
import { requireIdentity } from '../state/identity.ts';
import { observe } from '../steps/observe.ts';
import { findBreakingMigration } from '../stops/breaking-migration.ts';
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
  /** The word that overrides what stops a deployment. */
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
  const { schema } = await readSource(source);
  const stops = await findStops(schema, tools);
  if (isDryRun) for (const { sentence } of stops) tools.say(`stopped unless overridden: ${sentence}`);
  else await overrideStops(stops, { word: options.override, reason, ask: tools.ask });
  let promotion: Promotion | undefined;
  const exitCode = await carryOut('deploy', isDryRun, tools, async (startedAt) => {
    const situation = await observe(config);
    const release = newReleaseId(startedAt, await listReleases(config.root));
    const way = chooseSwitch(situation);
    const plan = planDeploy({ release, source, gate, watch, way, ...(tag === undefined ? {} : { tag }) });
    const hasGate = plan.steps.some(({ kind }) => kind === 'gate');
    if (hasGate && config.prometheusUrl === undefined && !gate.allowsUnproven)
      throw new Error(
        'PROMETHEUS_URL is not set, so the gate could only end without data. Set it, or accept an unproven release with --allow-unproven.',
      );
    const late = findLateStops(stops, await findBreakingMigration(config.root, way, schema));
    if (!isDryRun) await overrideStops(late, { word: options.override, reason, ask: undefined });
    const old = way.old?.record?.release;
    if (old !== undefined && plan.cleanUp.some(({ kind }) => kind === 'stand-by'))
      promotion = { release, slot: way.next, old, startedAt, seconds: watch.seconds };
    const all = [...stops, ...late];
    const overrides = [...gate.overrides, ...watch.overrides, ...describeOverridden(all)];
    const overridden = all.map(({ kind }) => kind);
    return { release, previous: situation.pointer?.id, plan, overrides, overridden, reason };
  });
  if (isDryRun || promotion === undefined) return exitCode;
  // A fault in cleaning up leaves the release with all the traffic: it is watched all the same.
  if ((await whySuperseded(promotion, config)) !== undefined) return exitCode;
  return Math.max(exitCode, await watchPromoted(promotion, tools));
}

/** Before the lock is taken: a person may have to think about it. */
async function findStops(schema: SchemaRange | null, { config, say }: VerbTools): Promise<readonly Stop[]> {
  const findings = await Promise.all([findFreezes(config, new Date()), findExhaustedBudgets(config)]);
  for (const sentence of findings.flatMap(({ unknown }) => unknown)) say(sentence);
  const breaking = await findBreakingMigration(config.root, chooseSwitch(await observe(config)), schema);
  return [...findings.flatMap(({ stops }) => stops), ...(breaking === undefined ? [] : [breaking])];
}

/** Another release may serve since the person was asked, which the migrations break as well. */
function findLateStops(known: readonly Stop[], breaking: Stop | undefined): Stop[] {
  return breaking === undefined || known.some(({ sentence }) => sentence === breaking.sentence)
    ? []
    : [breaking];
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
