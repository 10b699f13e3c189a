/** A hundred services of five objectives: as catalog files for `npm run alerts`, and as specifications for Sloth. */
import type { SlothObjective } from '../peers/sloth.ts';

export const serviceCount = 100;

export interface RequestObjective {
  readonly name: string;
  readonly target: number;
  /** Narrows the requests, as matchers. */
  readonly only: string;
  /** Latency when given, else availability. */
  readonly thresholdSeconds?: number;
}

export const objectives: readonly RequestObjective[] = [
  { name: 'availability', target: 0.999, only: '' },
  { name: 'checkout-availability', target: 0.9995, only: 'route="/checkout"' },
  { name: 'latency-500ms', target: 0.99, only: '', thresholdSeconds: 0.5 },
  { name: 'latency-2s', target: 0.999, only: '', thresholdSeconds: 2 },
  { name: 'checkout-latency', target: 0.99, only: 'route="/checkout"', thresholdSeconds: 1 },
];

export function serviceNames(): string[] {
  return Array.from({ length: serviceCount }, (_, index) => `service-${String(index + 1).padStart(3, '0')}`);
}

/** `catalog/<service>.ts`, as its author would write it. */
export function catalogFile(service: string): string {
  return `import { matches } from '../promql.ts';
import { availabilityObjective, defineService, latencyObjective } from '../service-definition.ts';

export const service = defineService({
  name: '${service}',
  owner: 'platform',
  tier: 2,
  description: 'One of a hundred services',
  expectedTraffic: { requestsPerHour: 6_000 },
  objectives: [
${objectives.map((objective) => catalogObjective(service, objective)).join('\n')}
  ],
});
`;
}

function catalogObjective(
  service: string,
  { name, target, only, thresholdSeconds }: RequestObjective,
): string {
  const of = `{ service: '${service}'${only === '' ? '' : ", route: '/checkout'"} }`;
  const objective =
    thresholdSeconds === undefined
      ? `availabilityObjective({ requests: 'httpRequests', of: ${of}, failed: { status: matches('5..') }, target: ${target} })`
      : `latencyObjective({ durations: 'httpRequestDuration', of: ${of}, thresholdSeconds: ${thresholdSeconds}, target: ${target} })`;
  return `    { ...${objective}, name: '${name}' },`;
}

/** `catalog.ts`, with nothing but the hundred. */
export function catalogIndex(): string {
  const names = serviceNames();
  return `import type { ServiceDefinition } from './service-definition.ts';
${names.map((name, index) => `import { service as s${index} } from './catalog/${name}.ts';`).join('\n')}

export const catalog: readonly ServiceDefinition[] = [${names.map((_, index) => `s${index}`).join(', ')}];

export function serviceNamed(name: string): ServiceDefinition {
  const service = catalog.find((candidate) => candidate.name === name);
  if (service === undefined) throw new Error(\`no service "\${name}"\`);
  return service;
}
`;
}

/** `examples/catalog.ts` without the examples, which are written beside and would be measured too. */
export const noExamples = `import type { ServiceDefinition } from '../service-definition.ts';

export const exampleCatalog: readonly ServiceDefinition[] = [];
`;

/** The same objectives in Sloth's terms. */
export function slothObjectives(service: string): [SlothObjective, ...SlothObjective[]] {
  const [first, ...rest] = objectives.map(({ name, target, only, thresholdSeconds }) => {
    const where = [`service="${service}"`, ...(only === '' ? [] : [only])].join(',');
    const rate = (selector: string): string => `sum(rate(${selector}[{{.window}}]))`;
    const requests = `http_request_duration_seconds_count{${where}}`;
    const fast = `http_request_duration_seconds_bucket{${where},le="${thresholdSeconds}"}`;
    return {
      service,
      name,
      target,
      ...(thresholdSeconds === undefined
        ? {
            errorQuery: rate(`http_requests_total{${where},status=~"5.."}`),
            totalQuery: rate(`http_requests_total{${where}}`),
          }
        : { errorQuery: `${rate(requests)} - ${rate(fast)}`, totalQuery: rate(requests) }),
    };
  });
  if (first === undefined) throw new Error('there are no objectives to generate');
  return [first, ...rest];
}
