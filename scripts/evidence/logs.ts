import { errorLinesQuery, findErrorLines } from '../../service/evidence/error-lines.ts';
import { failingRoutes, type Question, searchRange } from './question.ts';

const shownLines = 10;

/** Error lines of the failing routes. Not having Loki is no fault of the diagnosis: it goes on with what there is. */
export async function printLogs(question: Question): Promise<number> {
  const { stack, service, print } = question;
  if (stack.LOKI_URL === undefined || service.logs === undefined) {
    print('logs: not available here (LOKI_URL is not set)');
    return 0;
  }
  const routes = (await failingRoutes(question)).map(({ route }) => route);
  if (routes.length === 0) {
    print('No route fails now, so no lines were searched.');
    return 0;
  }
  const query = errorLinesQuery(service.logs, { environment: stack.ENVIRONMENT, routes });
  const lines = await findErrorLines(stack.LOKI_URL, query, searchRange());
  print(lines.length === 0 ? `No error line for ${query}` : query);
  for (const { at, message, exceptionType, exceptionMessage, traceId } of lines.slice(0, shownLines))
    print(`${at}  ${message}  ${exceptionType} ${exceptionMessage}  trace ${traceId}`);
  return 0;
}
