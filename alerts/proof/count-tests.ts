/** Does an objective count what happened, to the event? Raw series in, recorded counts out. */
import { isCounted, type Objective } from '../objective.ts';
import type { ServiceDefinition } from '../service-definition.ts';
import { checkedWindowsTest, freshnessTest, probeTest } from './check-tests.ts';
import { counterTests } from './counter-tests.ts';
import { type Counting, countingOf, nameOf } from './counting.ts';
import type { PromtoolTest } from './promtool-test.ts';

/** Tests of the base level at the interval of the service's scrapes; none for PromQL texts, whose series are unknown. */
export function countTests(service: ServiceDefinition, objective: Objective): PromtoolTest[] {
  const { events } = objective;
  const counting = countingOf(service, objective);
  return [
    noDataTest(counting),
    ...(isCounted(objective) ? counterTests(counting, objective) : []),
    ...('success' in events ? [probeTest(counting), checkedWindowsTest(counting)] : []),
    ...('completedAt' in events ? [freshnessTest(counting), checkedWindowsTest(counting)] : []),
  ];
}

function noDataTest(counting: Counting): PromtoolTest {
  return {
    name: nameOf(counting, 'no data, no count, no alert and no made-up zero'),
    series: [],
    expectations: [
      {
        expr: `count({__name__=~"slo:.*|ALERTS",slo="${counting.objective.name}",alertstate!="pending"})`,
        atSeconds: 1800,
        value: undefined,
      },
    ],
  };
}
