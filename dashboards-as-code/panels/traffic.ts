/** Rate, failures and saturation of the users' requests (the R and the E of RED). */

import type { CountedObjective } from '../../alerts/objective.ts';
import { badRatio } from '../../alerts/objective-queries.ts';
import { type Expr, select, sumBy } from '../../alerts/promql.ts';
import type { ServiceDefinition } from '../../alerts/service-definition.ts';
import type { PanelModel } from '../board.ts';
import { colorByStatusClass, colorInBlues, colorNeutrally } from '../colors.ts';
import { panelLink } from '../navigation.ts';
import { prometheusQuery, type Query } from '../query.ts';
import { type BoardConditions, inSelectedReleases, inSelectedRoutes, scopeOf } from '../scope.ts';
import { badRatioThresholds } from '../thresholds.ts';
import { badRate, outcomeLabel, totalRate } from '../traffic-queries.ts';
import { bigNumber, lines, linesWithThresholds, stackedAreas } from '../visuals.ts';

export function requestRateNumber(availability: CountedObjective): PanelModel {
  return {
    slug: 'request-rate-now',
    title: 'How busy?',
    description:
      'Requests a second of users (probes and scrapes left out) for the selected releases and routes. Zero beside a healthy target means that traffic does not arrive: look at the proxy and at DNS.',
    unit: 'reqps',
    noValue: 'no requests',
    visual: bigNumber(),
    queries: [
      prometheusQuery(totalRate(availability, [], inSelectedRoutes(availability)), { isInstant: true }),
    ],
  };
}

export function errorRatioNumber(service: ServiceDefinition, availability: CountedObjective): PanelModel {
  return {
    slug: 'error-ratio-now',
    title: 'How much fails?',
    description:
      'Share of the selected requests answered with a 5xx. Orange and red begin where an alert tier burns. Click it for the investigation.',
    unit: 'percentunit',
    noValue: 'no requests',
    thresholds: badRatioThresholds(availability),
    links: [panelLink(service, 'errors', 'error-ratio', 'Investigate')],
    visual: bigNumber(),
    queries: [
      prometheusQuery(badRatio(availability, scopeOf(inSelectedRoutes(availability))), {
        isInstant: true,
        legend: '5xx',
      }),
    ],
  };
}

export function rateByRoutePanel(availability: CountedObjective): PanelModel {
  return {
    slug: 'rate-by-route',
    title: 'Which routes carry the traffic?',
    description:
      'Requests a second by route template. A step down in one route while the others go on points at its callers; in all of them, at the way in.',
    unit: 'reqps',
    noValue: 'no requests',
    visual: stackedAreas(),
    queries: [
      prometheusQuery(totalRate(availability, ['route'], inSelectedRoutes(availability)), {
        legend: '{{route}}',
      }),
    ],
  };
}

export function errorRatioByRoutePanel(
  service: ServiceDefinition,
  availability: CountedObjective,
): PanelModel {
  return {
    slug: 'error-ratio-by-route',
    title: 'Which routes fail?',
    description:
      'Share of each route that is answered with a 5xx; a route without failures lies at 0. One route: its code or its data. All routes: a dependency or the process. Click a line for the investigation.',
    unit: 'percentunit',
    noValue: 'no requests',
    thresholds: badRatioThresholds(availability),
    links: [panelLink(service, 'errors', 'failing-routes', 'Investigate')],
    visual: colorInBlues(linesWithThresholds(badRatioThresholds(availability))),
    queries: [
      prometheusQuery(badRatio(availability, scopeOf(inSelectedRoutes(availability), ['route'])), {
        legend: '{{route}}',
      }),
    ],
  };
}

export function errorRatioPanel(availability: CountedObjective): PanelModel {
  return {
    slug: 'error-ratio',
    title: 'When did it begin, and is it over?',
    description:
      'Share of the selected requests answered with a 5xx, in real time. A step up beside a blue start mark suspects that deployment: roll it back. A ramp suspects load, a leak or a dependency: see the last section.',
    unit: 'percentunit',
    noValue: 'no requests',
    thresholds: badRatioThresholds(availability),
    visual: colorNeutrally(linesWithThresholds(badRatioThresholds(availability)), ['5xx']),
    queries: [
      prometheusQuery(badRatio(availability, scopeOf(inSelectedRoutes(availability))), { legend: '5xx' }),
    ],
  };
}

export function errorVolumePanel(availability: CountedObjective): PanelModel {
  return {
    slug: 'error-volume',
    title: 'How many requests fail, and with which status?',
    description:
      'Failed requests a second by status. 500 is a fault in the code, 502 and 504 a dependency or the proxy, 503 the service saying no (overload, store down, draining).',
    unit: 'reqps',
    noValue: 'no request failed',
    visual: colorByStatusClass(stackedAreas()),
    queries: [byOutcome(availability, badRate)],
  };
}

export function volumePanel(availability: CountedObjective): PanelModel {
  return {
    slug: 'volume',
    title: 'Did the traffic itself change?',
    description:
      'All selected requests a second by status. More of everything is load; fewer 2xx and as many 5xx means that callers have given up.',
    unit: 'reqps',
    noValue: 'no requests',
    visual: colorByStatusClass(stackedAreas()),
    queries: [byOutcome(availability, totalRate)],
  };
}

export function releaseTrafficPanel(traffic: CountedObjective): PanelModel {
  return {
    slug: 'traffic-by-release',
    title: 'Which releases serve?',
    description:
      'Events a second by release. Two releases at once is a deployment on its way; a new one that takes all of the traffic at the moment of a step elsewhere on this board is the suspect.',
    unit: 'reqps',
    noValue: 'no requests',
    visual: stackedAreas(),
    queries: [
      prometheusQuery(totalRate(traffic, ['release'], inSelectedRoutes(traffic)), { legend: '{{release}}' }),
    ],
  };
}

export function inFlightPanel(service: ServiceDefinition): PanelModel {
  return {
    slug: 'requests-in-flight',
    title: 'Do requests pile up?',
    description:
      'Requests being served, by instance. A climb at a steady rate means that something behind the service has become slow: see the database panels of the investigation.',
    unit: 'short',
    noValue: 'the service exports no count of requests in flight',
    visual: lines(),
    queries: [
      prometheusQuery(
        sumBy(
          ['instance', 'release'],
          select('httpRequestsInFlight', { service: service.name, ...inSelectedReleases({}) }),
        ),
        { legend: '{{instance}} {{release}}' },
      ),
    ],
  };
}

/** Split by the label that tells failures from the rest, whatever the series call it. */
function byOutcome(
  availability: CountedObjective,
  rateOf: (objective: CountedObjective, by: readonly string[], only: BoardConditions) => Expr,
): Query {
  const label = outcomeLabel(availability);
  const only = inSelectedRoutes(availability);
  return label === undefined
    ? prometheusQuery(rateOf(availability, [], only), { legend: 'requests' })
    : prometheusQuery(rateOf(availability, [label], only), { legend: `{{${label}}}` });
}
