/** The desk as a Koa app: everything it needs comes in as `deps`, nothing is started here. */
import Koa from 'koa';
import { changeEndpoints } from './changes/change-api.ts';
import type { Config } from './config.ts';
import { measureStore, type Store } from './db/store.ts';
import type { FigureKeeper } from './figures/figure-keeper.ts';
import { healthEndpoints } from './health/health-endpoints.ts';
import { createRouter, type DeskState, type Endpoint } from './http/endpoint.ts';
import { catchErrors } from './http/error-boundary.ts';
import { bearRequestSeries, measureRequests } from './http/measure-requests.ts';
import { metricsEndpoint } from './http/metrics-endpoint.ts';
import { setSecurityHeaders } from './http/security-headers.ts';
import type { CourseKeeper } from './incidents/course-keeper.ts';
import type { EvidenceKeeper } from './incidents/evidence-keeper.ts';
import { incidentEndpoints } from './incidents/incident-api.ts';
import { intakeEndpoints } from './incidents/intake-api.ts';
import { pageEndpoints } from './pages/page-endpoints.ts';
import { errorFields, type Logger } from './telemetry/logger.ts';
import type { Metrics } from './telemetry/metrics.ts';

export interface AppDeps {
  readonly config: Config;
  readonly store: Store;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly keeper: Pick<EvidenceKeeper, 'watch'>;
  readonly courses: Pick<CourseKeeper, 'keep'>;
  readonly figures: Pick<FigureKeeper, 'refresh'>;
  readonly isStopping: () => boolean;
  /** Endpoints beside the desk's own; tests add one that fails. */
  readonly extraEndpoints?: readonly Endpoint[];
}

export function createApp(deps: AppDeps): Koa<DeskState> {
  const { config, store, logger, metrics, keeper, courses, figures, isStopping } = deps;
  const course = { store, ...config };
  const refreshFigures = () => void figures.refresh();
  const onStored = (opened: readonly string[]) => {
    for (const id of opened) keeper.watch(id);
    refreshFigures();
  };
  const onClosed = (id: string) => {
    courses.keep(id);
    refreshFigures();
  };
  const endpoints: readonly Endpoint[] = [
    ...pageEndpoints(course),
    ...intakeEndpoints({ store, logger, metrics, onStored }),
    ...incidentEndpoints({ store, course, onActed: refreshFigures, onClosed }),
    ...changeEndpoints({ store, onRecorded: refreshFigures }),
    ...healthEndpoints({ store, config, isStopping }),
    metricsEndpoint(metrics),
    ...(deps.extraEndpoints ?? []),
  ];
  bearRequestSeries(metrics, endpoints);
  measureStore(store, metrics);
  metrics.appStartTime.set({ version: config.release }, Math.round(Date.now() / 1000 - process.uptime()));

  const app = new Koa<DeskState>();
  app.proxy = false;
  app.on('error', (error: unknown) => logger.error('response failed', errorFields(error)));
  app.use(measureRequests(metrics, logger));
  app.use(setSecurityHeaders);
  app.use(catchErrors(logger));
  app.use(createRouter(endpoints).routes());
  return app;
}
