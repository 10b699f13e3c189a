/** Is the monitoring alive? What Prometheus, Alertmanager and the pipelines of logs and traces say of themselves. */
import { type Expr, rate, type Selector } from '../../../alerts/promql.ts';
import type { ServiceDefinition } from '../../../alerts/service-definition.ts';
import type {
  AlertmanagerSignal,
  Counters,
  DeclaredSignal,
  LogPipelineSignal,
  PrometheusSignal,
  TelemetrySignal,
  TracePipelineSignal,
  WatchdogSignal,
} from '../../../alerts/symptoms/declared-signal.ts';
import { signalPanelSlug, withComponent } from '../../../alerts/symptoms/symptom-link.ts';
import { selectAlerts } from '../../alert-series.ts';
import type { PanelModel } from '../../board.ts';
import { prometheusQuery, type Query } from '../../query.ts';
import { rateWindow } from '../../scope.ts';
import { lines } from '../../visuals.ts';
import { byThing, chosenSeries, signalTitle, thingLegend } from './things.ts';

const lostNothing = 'nothing was ever lost, or it is not scraped: see the targets';

export function watchdogPanel(signal: WatchdogSignal, service: ServiceDefinition): PanelModel {
  return {
    slug: signalPanelSlug(signal),
    title: signalTitle(signal, 'Does the alarm path ring?'),
    description:
      'The Watchdog alert, which must always fire: 1 is well. Where it is missing, Prometheus evaluates no rules, and no other alert can fire either; whoever waits for it outside should have been told by now.',
    unit: 'none',
    noValue: 'the Watchdog does not fire: no alert can',
    visual: lines().decimals(0).max(1),
    queries: [
      prometheusQuery(selectAlerts({ service: service.name, alertname: 'Watchdog', alertstate: 'firing' }), {
        legend: 'ringing',
      }),
    ],
  };
}

export function prometheusPanels(signal: PrometheusSignal): PanelModel[] {
  return [
    {
      slug: withComponent('prometheus-reloaded', signal.component),
      title: signalTitle(signal, 'Does Prometheus run on its newest configuration?'),
      description:
        '1 after a good reload, 0 where it refused the newest configuration and goes on with the one before: promtool check config says why. Until then no new rule and no new target is known.',
      unit: 'none',
      noValue: 'Prometheus does not scrape itself',
      visual: lines().decimals(0).max(1),
      queries: [
        prometheusQuery(byThing(signal, chosenSeries(signal, signal.reloaded), 'min'), {
          legend: thingLegend(signal),
        }),
      ],
    },
    {
      slug: signalPanelSlug(signal),
      title: signalTitle(signal, 'Does Prometheus lose anything?'),
      description:
        'Evaluations of rules that failed, alerts that no Alertmanager took, and samples or scrapes that were refused, a second. All should lie at 0: each of the three means that an alert may be missing.',
      unit: 'ops',
      noValue: 'Prometheus does not scrape itself',
      visual: lines(),
      queries: [
        lost(signal, signal.ruleFailures, 'rules failed'),
        lost(signal, signal.notificationsDropped, 'alerts dropped'),
        ...signal.scrapesRefused.map((counter) => lost(signal, counter, reasonOf(counter))),
      ],
    },
  ];
}

export function alertmanagerPanels(signal: AlertmanagerSignal): PanelModel[] {
  return [
    {
      slug: withComponent('alertmanager-reloaded', signal.component),
      title: signalTitle(signal, 'Does Alertmanager run on its newest configuration?'),
      description:
        '1 after a good reload, 0 where it refused the newest configuration and goes on with the one before: amtool check-config says why. Until then alerts go where they went.',
      unit: 'none',
      noValue: 'Alertmanager is not scraped',
      visual: lines().decimals(0).max(1),
      queries: [
        prometheusQuery(byThing(signal, chosenSeries(signal, signal.reloaded), 'min'), {
          legend: thingLegend(signal),
        }),
      ],
    },
    {
      slug: signalPanelSlug(signal),
      title: signalTitle(signal, 'Do notifications get through?'),
      description:
        'Notifications sent and failed, a second. Failures beside sent ones are one dead channel among others; failures alone mean that nobody is told anything: call the person on call, and look at the receiver.',
      unit: 'ops',
      noValue: 'Alertmanager is not scraped',
      visual: lines(),
      queries: [
        lost(signal, signal.notifications, 'tried'),
        lost(signal, signal.notificationsFailed, 'failed'),
      ],
    },
  ];
}

export function logPipelinePanel(signal: LogPipelineSignal): PanelModel {
  return lossPanel(signal, signal.lost, {
    title: 'Are log records lost on their way?',
    description:
      'Log records and writes that the pipeline refused, could not store or could not pass on, a second, by counter. Above 0 the error logs of an incident have holes: see the disk and the limits of the log store.',
  });
}

export function tracePipelinePanel(signal: TracePipelineSignal): PanelModel {
  return lossPanel(signal, signal.lost, {
    title: 'Are spans lost on their way?',
    description:
      'Spans that the pipeline refused, could not queue or could not pass on, a second, by counter. Above 0 the trace behind a failing request may be missing: see the storage of the traces and the queue before it.',
  });
}

export function telemetryPanel(signal: TelemetrySignal): PanelModel {
  return lossPanel(signal, [signal.dropped], {
    title: 'Does the service drop its own logs or traces?',
    description:
      'Spans and log records that the service gave up because nobody took them, a second. A step up with a quiet pipeline means that the way there is cut: see the address and the network, then the collector.',
  });
}

function lossPanel(
  signal: LogPipelineSignal | TracePipelineSignal | TelemetrySignal,
  counters: Counters,
  { title, description }: Pick<PanelModel, 'title' | 'description'>,
): PanelModel {
  const [first, ...rest] = counters;
  return {
    slug: signalPanelSlug(signal),
    title: signalTitle(signal, title),
    description,
    unit: 'ops',
    noValue: lostNothing,
    visual: lines(),
    queries: [lost(signal, first, reasonOf(first)), ...rest.map((one) => lost(signal, one, reasonOf(one)))],
  };
}

function lost(signal: DeclaredSignal, counter: Selector, name: string): Query {
  return prometheusQuery(perSecond(signal, counter), { legend: thingLegend(signal, name) });
}

function perSecond(signal: DeclaredSignal, counter: Selector): Expr {
  return byThing(signal, rate(chosenSeries(signal, counter), rateWindow));
}

/** A counter's own name, less what all of them have. */
function reasonOf({ metric }: Selector): string {
  return metric
    .replace(/^(prometheus_target_|loki_|otelcol_)/, '')
    .replace(/_(total|count)$/, '')
    .replaceAll('_', ' ');
}
