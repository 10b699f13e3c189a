import { platformJobs } from '../prometheus-config.ts';
import { defineService } from '../service-definition.ts';
import { alertmanagerSelf, jaegerSelf, lokiSelf, prometheusSelf } from '../symptoms/presets/monitoring.ts';
import { scrapedTargets } from '../symptoms/presets/process.ts';

/** One of each, for all environments: its own series know none. */
const labels = { environment: { value: 'platform' }, release: null } as const;

export const monitoring = defineService({
  name: 'monitoring',
  owner: 'platform',
  tier: 1,
  description: 'Sees, tells and remembers what goes on: Prometheus, Alertmanager, Loki and Jaeger',
  objectives: [],
  signals: [
    { kind: 'watchdog', labels },
    ...platformJobs.flatMap((job) => scrapedTargets({ of: { job }, labels, component: job })),
    prometheusSelf({ of: { job: 'prometheus' }, labels }),
    alertmanagerSelf({ of: { job: 'alertmanager' }, labels }),
    lokiSelf({ of: { job: 'loki' }, labels }),
    jaegerSelf({ of: { job: 'jaeger' }, labels }),
  ],
});
