/** The edge of every verb: its exit code, and what a person reads when it fails. */
import { endWithReaders, outliveReaders } from './lost-output.ts';

type Verb = (args: string[]) => Promise<number>;

/**
 * Runs a verb and gives its exit code: its own, 2 for arguments that parseArgs refuses, 1 for any other error, whose
 * message goes to standard error. It may have begun something, children too, and so comes to its end without its readers.
 */
export async function runVerb(verb: Verb, args: string[]): Promise<number> {
  outliveReaders();
  return exitCodeOf(verb, args);
}

/** The same for a verb that only asks and prints, and may wait for an answer: it ends with its readers. */
export async function runQuestion(verb: Verb, args: string[]): Promise<number> {
  endWithReaders();
  return exitCodeOf(verb, args);
}

async function exitCodeOf(verb: Verb, args: string[]): Promise<number> {
  try {
    return await verb(args);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    const isUsage =
      error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
    return isUsage ? 2 : 1;
  }
}
