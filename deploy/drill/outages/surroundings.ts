/** Prometheus or the desk is down, or the clock was set back. */
import { readOutbox } from '../../changes/outbox.ts';
import { readJournal } from '../../state/journal.ts';
import { foldOperations } from '../../state/operations.ts';
import { nodeOptionsFor } from '../injection.ts';
import { findFaults, rememberState } from '../soundness.ts';
import { ungated } from '../two-releases.ts';
import { type Outage, unless } from './outage.ts';

/** Nobody listens there. */
const nowhere = 'http://127.0.0.1:9';

export const prometheusDown: Outage = {
  title: 'Prometheus down: the verdict is no data, and the canary is taken back',
  run: async ({ stand, source }) => {
    const before = await rememberState(stand);
    const { exitCode, output } = await withVariable(stand.env, 'PROMETHEUS_URL', () =>
      stand.run('deploy', '--source', source, '--gate-seconds', '1'),
    );
    return [
      ...unless(exitCode === 1 && output.includes('no-data'), `it ended with ${exitCode}: ${output}`),
      ...unless((await stand.serving()) === before.current, 'the old release does not serve any more'),
      ...(await findFaults(stand, before)),
    ];
  },
};

export const deskDown: Outage = {
  title: 'desk down: the deployment goes on, and what it has to tell is kept',
  run: async ({ stand, source }) => {
    const before = await rememberState(stand);
    const { exitCode, output } = await withVariable(stand.env, 'DESK_URL', () =>
      stand.run('deploy', '--source', source, ...ungated),
    );
    const kept = await readOutbox(stand.root);
    return [
      ...unless(exitCode === 0, `it ended with ${exitCode}: ${output}`),
      ...unless(kept.length === 2, `${kept.length} changes are kept, where started and succeeded should be`),
      ...(await findFaults(stand, before)),
    ];
  },
};

const backMs = 3_600_000;

export const clockSetBack: Outage = {
  title: 'clock set back by an hour and by two: no id is used twice, and a resume ends the right operation',
  run: async ({ stand, source }) => {
    const before = await rememberState(stand);
    const faults: string[] = [];
    for (const ms of [backMs, 2 * backMs, 2 * backMs]) {
      const back = nodeOptionsFor({ kind: 'clock-back-ms', ms });
      const { exitCode, output } = await stand.runWith(back, 'deploy', '--source', source, ...ungated);
      faults.push(...unless(exitCode === 0, `deploy ended with ${exitCode}: ${output}`));
    }
    const cutOff = nodeOptionsFor(
      { kind: 'clock-back-ms', ms: 3 * backMs },
      { kind: 'kill-before-entry', entry: 'done serve' },
    );
    await stand.runWith(cutOff, 'deploy', '--source', source, ...ungated);
    const evenEarlier = nodeOptionsFor({ kind: 'clock-back-ms', ms: 4 * backMs });
    const { exitCode, output } = await stand.runWith(evenEarlier, 'resume');
    const operations = foldOperations((await readJournal(stand.root)).entries);
    return [
      ...faults,
      ...unless(exitCode === 0, `resume ended with ${exitCode}: ${output}`),
      ...unless(
        operations.at(-1)?.resumes === operations.at(-2)?.operation,
        'the resume ended another operation',
      ),
      ...(await findFaults(stand, before)),
    ];
  },
};

async function withVariable<T>(
  env: Record<string, string>,
  name: string,
  action: () => Promise<T>,
): Promise<T> {
  env[name] = nowhere;
  try {
    return await action();
  } finally {
    delete env[name];
  }
}
