/** The programs of a native stack: found or fetched, never built, and said plainly when one is missing. */
import { type FoundProgram, obtainProgram } from '../../../programs/find.ts';

/** Without these there is no loop to show. */
const required = ['prometheus', 'alertmanager', 'haproxy'] as const;
/** Without these the incident says what is not available, and a board is empty. */
const optional = ['loki', 'jaeger', 'grafana', 'postgres-exporter', 'node-exporter'] as const;

export type StackPrograms = Readonly<Partial<Record<(typeof optional)[number], FoundProgram>>>;

/** Prints a line a program; throws when a required one cannot be had. */
export async function gatherPrograms(
  print: (line: string) => void,
  signal: AbortSignal,
): Promise<StackPrograms> {
  const found: Partial<Record<(typeof optional)[number], FoundProgram>> = {};
  for (const name of [...required, ...optional]) {
    const program = await obtainProgram(name, { onProgress: print, signal });
    if ('missing' in program) {
      if (isOptional(name)) print(program.missing);
      else throw new Error(program.missing);
    } else {
      print(`${name.padEnd(17)} ${program.version.padEnd(10)} ${program.source}`);
      if (isOptional(name)) found[name] = program;
    }
  }
  return found;
}

function isOptional(name: string): name is (typeof optional)[number] {
  return optional.some((candidate) => candidate === name);
}
