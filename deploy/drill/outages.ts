/** What the engine leans on is gone or lies for a while: the proxy, Prometheus, the desk, the database, the clock. */

import { databaseDown } from './outages/database.ts';
import type { Outage } from './outages/outage.ts';
import { machineRestarted, proxyRestartedInCanary, proxyRestartedInCrash } from './outages/proxy.ts';
import { clockSetBack, deskDown, prometheusDown } from './outages/surroundings.ts';
import type { DrillPart } from './part.ts';
import { withTwoReleases } from './two-releases.ts';

const outagesOnTwoReleases: readonly Outage[] = [
  proxyRestartedInCanary,
  ...proxyRestartedInCrash,
  machineRestarted,
  prometheusDown,
  deskDown,
  clockSetBack,
];

export const outages: DrillPart = {
  name: 'outages',
  title: 'proxy restarted, Prometheus, desk and database down, the clock set back',
  run: async ({ say, signal }) => {
    let held = 0;
    const tell = (title: string, faults: readonly string[]): void => {
      say(`${title}: ${faults.length === 0 ? 'held' : faults.join('; ')}`);
      if (faults.length === 0) held += 1;
    };
    await withTwoReleases(async (two) => {
      for (const { title, run } of outagesOnTwoReleases) {
        signal.throwIfAborted();
        tell(title, await run(two));
      }
    });
    tell(databaseDown.title, await databaseDown.run());
    const all = outagesOnTwoReleases.length + 1;
    const figures = `${held} of ${all} held`;
    say(figures);
    return { isHeld: held === all, figures };
  },
};
