/** Errors split by what could have brought them. */

import type { CountedObjective } from '../../alerts/objective.ts';
import { badRatio } from '../../alerts/objective-queries.ts';
import type { PanelModel } from '../board.ts';
import { prometheusQuery } from '../query.ts';
import { inSelectedRoutes, scopeOf } from '../scope.ts';
import { badRatioThresholds } from '../thresholds.ts';
import { linesWithThresholds } from '../visuals.ts';

export function errorsByReleasePanel(availability: CountedObjective): PanelModel {
  return {
    slug: 'errors-by-release',
    title: 'Did a release bring it?',
    description:
      'Share of failed requests by release. Only the new release is up here: roll it back (npm run rollback). Both fail alike: the code is not the cause, look at data and dependencies.',
    unit: 'percentunit',
    noValue: 'no requests',
    thresholds: badRatioThresholds(availability),
    visual: linesWithThresholds(badRatioThresholds(availability)),
    queries: [
      prometheusQuery(badRatio(availability, scopeOf(inSelectedRoutes(availability), ['release'])), {
        legend: '{{release}}',
      }),
    ],
  };
}

export function errorsByInstancePanel(availability: CountedObjective): PanelModel {
  return {
    slug: 'errors-by-instance',
    title: 'Is it one instance?',
    description:
      'Share of failed requests by instance. One of several: take it out of the proxy and look at its host. All: not the host.',
    unit: 'percentunit',
    noValue: 'no requests',
    thresholds: badRatioThresholds(availability),
    visual: linesWithThresholds(badRatioThresholds(availability)),
    queries: [
      prometheusQuery(badRatio(availability, scopeOf(inSelectedRoutes(availability), ['instance'])), {
        legend: '{{instance}}',
      }),
    ],
  };
}
