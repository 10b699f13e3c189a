/**
 * Wrong releases: each is deployed under load behind a real HAProxy, judged by a real Prometheus, and must end with the old
 * one serving, the verdict named. Prints what users had of each.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CommandResult, DeployStand } from '../stand/deploy-stand.ts';
import { underLoad } from '../stand/load.ts';
import { readPointer } from '../state/pointer.ts';
import type { DrillPart, DrillResult, DrillTools } from './part.ts';
import { whenWatched } from './watched.ts';
import { type WrongKind, wrongKinds } from './wrong-kinds.ts';

interface Trial {
  readonly name: string;
  /** Undefined when the command did not say what it must. */
  readonly verdict: string | undefined;
  readonly requests: number;
  readonly failed: number;
  readonly seconds: number;
  /** What is not as it was before, one sentence each. */
  readonly faults: readonly string[];
}

const users = 4;
const hurried = ['--gate-seconds', '6', '--gate-min-samples', '50'];

/** Falls short when a wrong release serves, or was not found out by what must find it. */
export async function runWrongReleases(
  { say, signal }: DrillTools,
  kinds: readonly WrongKind[] = wrongKinds({ exitsAfterSeconds: 60 }),
): Promise<DrillResult> {
  const stand = await DeployStand.open();
  try {
    await stand.startPrometheus();
    const old = await stand.deployed(await stand.writeSource({}));
    say(
      `${'release'.padEnd(20)} ${'found out by'.padEnd(28)} ${'failed'.padStart(7)} ${'requests'.padStart(9)} ${'s'.padStart(6)}  serves after`,
    );
    let held = 0;
    let requests = 0;
    let failed = 0;
    for (const kind of kinds) {
      signal.throwIfAborted();
      const trial = await tryWrong(stand, kind, old);
      for (const line of describeTrial(trial)) say(line);
      requests += trial.requests;
      failed += trial.failed;
      if (trial.verdict !== undefined && trial.faults.length === 0) held += 1;
    }
    const figures = `${held} of ${kinds.length} ended with the old release serving and the verdict named; ${failed} of ${requests} requests failed`;
    say(figures);
    return { isHeld: held === kinds.length, figures };
  } finally {
    await stand.close();
  }
}

export const wrongReleases: DrillPart = {
  name: 'wrong',
  title: 'releases that are wrong in ten ways, each taken back with its verdict named',
  run: (tools) => runWrongReleases(tools),
};

async function tryWrong(stand: DeployStand, kind: WrongKind, old: string): Promise<Trial> {
  const { name, behaviour, isLate = false, watchSeconds = 0, verdict } = kind;
  const faultOnceThere = join(stand.folder, `fault of ${name}`);
  const source = await stand.writeSource(isLate ? { ...behaviour, faultOnceThere } : behaviour);
  const { result, requests, failures } = await underLoad(stand.frontUrl, users, async () => {
    const deployment = stand.run(
      'deploy',
      '--source',
      source,
      ...hurried,
      '--watch-seconds',
      String(watchSeconds),
    );
    if (isLate) await Promise.race([deployment, beginFaultOnceWatched(stand, old, faultOnceThere)]);
    return deployment;
  });
  return {
    name,
    verdict: verdict.exec(result.output)?.[1],
    requests,
    failed: failures.length,
    seconds: result.seconds,
    faults: await findFaults(stand, old, result),
  };
}

async function beginFaultOnceWatched(stand: DeployStand, old: string, faultOnceThere: string): Promise<void> {
  await whenWatched(stand, old);
  await writeFile(faultOnceThere, '');
}

async function findFaults(
  stand: DeployStand,
  old: string,
  { exitCode, output }: CommandResult,
): Promise<string[]> {
  const serving = await stand.serving();
  const current = (await readPointer(stand.root))?.id;
  const status = await stand.run('status');
  const isAmiss = serving !== old || current !== old || status.exitCode !== 0;
  return [
    ...(exitCode === 1 ? [] : [`the command ended with ${exitCode}`]),
    ...(serving === old ? [] : [`users get ${serving}`]),
    ...(current === old ? [] : [`${current} is current`]),
    ...(status.exitCode === 0 ? [] : [status.output.trim()]),
    ...(isAmiss || exitCode !== 1 ? [output.trim()] : []),
  ];
}

function describeTrial({ name, verdict, requests, failed, seconds, faults }: Trial): string[] {
  const cells = [
    name.padEnd(20),
    (verdict ?? 'NOT FOUND OUT').padEnd(28),
    String(failed).padStart(7),
    String(requests).padStart(9),
    seconds.toFixed(1).padStart(6),
  ];
  return [`${cells.join(' ')}  ${faults.length === 0 ? 'the old one' : 'AMISS'}`, ...faults];
}
