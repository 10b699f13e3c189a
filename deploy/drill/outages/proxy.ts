/** The proxy is restarted in the middle of an operation, alone or with the whole machine. */
import { setTimeout as pause } from 'node:timers/promises';
import { parseDeployConfig } from '../../config.ts';
import { isServing } from '../../proxy/server-stat.ts';
import type { DeployStand } from '../../stand/deploy-stand.ts';
import { readPointer } from '../../state/pointer.ts';
import { readServers } from '../../steps/observe.ts';
import { nodeOptionsFor } from '../injection.ts';
import { listReleaseProcesses } from '../release-processes.ts';
import { findFaults, rememberState } from '../soundness.ts';
import { type Outage, unless } from './outage.ts';

const canaryTimeoutMs = 60_000;

export const proxyRestartedInCanary: Outage = {
  title: 'proxy restarted while a canary is judged: it gets its share again, and the deployment goes on',
  run: async ({ stand, source }) => {
    const before = await rememberState(stand);
    const deployment = stand.run('deploy', '--source', source, '--gate-seconds', '12', '--allow-unproven');
    await bothServe(stand);
    await restartProxy(stand);
    await bothServe(stand);
    const { exitCode, output } = await deployment;
    return [
      ...unless(exitCode === 0, `the deployment did not go on: ${output}`),
      ...(await findFaults(stand, before)),
    ];
  },
};

export const proxyRestartedInCrash: readonly Outage[] = ['done canary', 'done serve', 'done point'].map(
  (entry) => ({
    title: `proxy restarted after a deployment was killed before "${entry}"`,
    run: async ({ stand, source }) => {
      const before = await rememberState(stand);
      const cutOff = nodeOptionsFor({ kind: 'kill-before-entry', entry });
      await stand.runWith(cutOff, 'deploy', '--source', source, '--gate-seconds', '1', '--allow-unproven');
      await restartProxy(stand);
      const serving = await stand.serving();
      const current = (await readPointer(stand.root))?.id;
      const { exitCode, output } = await stand.run('resume');
      return [
        // Between the switch and the pointer the new release has all traffic, and keeps it until the resume.
        ...unless(
          entry === 'done serve' ? /^\d{8}T/.test(serving) : serving === current,
          `the restarted proxy served "${serving}", current was ${current}`,
        ),
        ...unless(exitCode === 0, `resume ended with ${exitCode}: ${output}`),
        ...(await findFaults(stand, before)),
      ];
    },
  }),
);

export const machineRestarted: Outage = {
  title: 'engine, releases and proxy killed together in a deployment, and only the proxy comes back',
  run: async ({ stand, source }) => {
    const before = await rememberState(stand);
    const cutOff = nodeOptionsFor({ kind: 'kill-before-entry', entry: 'done canary' });
    await stand.runWith(cutOff, 'deploy', '--source', source, '--gate-seconds', '1', '--allow-unproven');
    for (const { pid } of await listReleaseProcesses(stand.root)) process.kill(pid, 'SIGKILL');
    await restartProxy(stand);
    const { exitCode, output } = await stand.run('resume');
    return [
      ...unless(exitCode === 0, `resume ended with ${exitCode}: ${output}`),
      ...(await findFaults(stand, before)),
    ];
  },
};

async function restartProxy(stand: DeployStand): Promise<void> {
  await stand.stopProxy();
  await stand.startProxy();
}

/** Waits until the canary has its share. */
async function bothServe(stand: DeployStand): Promise<void> {
  const config = parseDeployConfig(stand.env);
  const deadline = performance.now() + canaryTimeoutMs;
  while (!(await readServers(config)).every(isServing)) {
    if (performance.now() > deadline) throw new Error(`no canary within ${canaryTimeoutMs / 1_000} s`);
    await pause(50);
  }
}
