/** A service of an Istio mesh that says nothing itself: its sidecars do, with the namespace as environment. */
import { istio } from '../presets/istio.ts';
import { matches } from '../promql.ts';
import { defineService } from '../service-definition.ts';
import { cadvisorWithKubeState } from '../symptoms/presets/machines.ts';

const requests = istio({
  of: { destination_service_name: 'storefront', request_protocol: 'http' },
  availability: { target: 0.995 },
  latency: { target: 0.99, thresholdSeconds: 1 },
});

export const storefront = defineService({
  name: 'storefront',
  owner: 'shop',
  tier: 2,
  description: 'Shows what there is to buy',
  expectedTraffic: { requestsPerHour: 20_000 },
  objectives: requests.objectives,
  signals: [
    ...requests.signals,
    ...cadvisorWithKubeState({
      of: { pod: matches('storefront-.*') },
      labels: { environment: 'namespace' },
    }),
  ],
  symptoms: requests.symptoms,
  dependencies: ['checkout'],
});
