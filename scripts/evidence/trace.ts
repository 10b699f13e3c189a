import { findFailingTrace } from '../../service/evidence/failing-trace.ts';
import { failingRoutes, type Question, searchRange } from './question.ts';

/** One failing request of the worst route, span by span. Without Jaeger the diagnosis goes on. */
export async function printTrace(question: Question): Promise<number> {
  const { stack, service, print } = question;
  if (stack.JAEGER_URL === undefined || service.traces === undefined) {
    print('traces: not available here (JAEGER_URL is not set)');
    return 0;
  }
  const routes = (await failingRoutes(question)).map(({ route }) => route);
  const search = { environment: stack.ENVIRONMENT, routes, ...searchRange() };
  const trace = await findFailingTrace({ jaegerUrl: stack.JAEGER_URL }, service.traces, search);
  if (trace === undefined) {
    print('No failing trace in the last 15 minutes.');
    return 0;
  }
  const { url, startedAt, route, statusCode, durationMs, spans } = trace;
  print(`${url}\n${startedAt}  ${route}  ${statusCode}  ${durationMs.toFixed(1)} ms`);
  for (const span of spans)
    print(
      `${'  '.repeat(span.depth)}${span.name}  ${span.durationMs.toFixed(1)} ms  ${span.exception}`.trimEnd(),
    );
  return 0;
}
