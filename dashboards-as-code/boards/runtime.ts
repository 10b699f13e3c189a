/** What does the service run on and with, and is there enough of it? One row a kind of thing that it declares. */
import type { ServiceDefinition } from '../../alerts/service-definition.ts';
import type { SignalKind } from '../../alerts/symptoms/declared-signal.ts';
import type { BoardModel } from '../board.ts';
import { sideBySide } from '../grid.ts';
import { exportsOwnSignals } from '../own-signals.ts';
import { queryDurationPanel, queryRatePanel } from '../panels/database.ts';
import { signalPanels } from '../panels/signals.ts';
import { serviceBoard } from '../service-board.ts';

const rows: readonly {
  readonly slug: string;
  readonly title: string;
  readonly kinds: readonly SignalKind[];
}[] = [
  {
    slug: 'alive',
    title: 'Is it up, and since when?',
    kinds: ['targets', 'watchdog', 'uptime', 'restarts', 'vault'],
  },
  {
    slug: 'resources',
    title: 'Does it run out of something?',
    kinds: ['cpu', 'memory', 'container-memory', 'disk', 'event-loop'],
  },
  {
    slug: 'database',
    title: 'Is it the database?',
    kinds: ['database', 'connection-pool', 'statements', 'transactions', 'replication'],
  },
  { slug: 'work', title: 'Does work wait, and is it kept?', kinds: ['queue', 'backup', 'certificate'] },
  {
    slug: 'pipeline',
    title: 'Is anything lost on its way to us?',
    kinds: ['prometheus', 'alertmanager', 'log-pipeline', 'trace-pipeline', 'telemetry'],
  },
];

export function runtimeBoard(service: ServiceDefinition): BoardModel {
  const sections = rows.map(({ slug, title, kinds }) => ({
    slug,
    title,
    panels: sideBySide(
      [
        ...signalPanels(service, kinds),
        ...(slug === 'database' && exportsOwnSignals(service)
          ? [queryDurationPanel(service), queryRatePanel(service)]
          : []),
      ],
      8,
    ),
  }));
  return serviceBoard(service, 'runtime', {
    description: `What ${service.name} runs on and with: ${service.description}. Dashed lines are where its alerts begin; blue marks are starts, red regions firing alerts.`,
    from: 'now-3h',
    sections,
  });
}
