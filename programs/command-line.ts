/** The edge of every verb: its exit code, and what a person reads when it fails. */

/**
 * Runs a verb and gives its exit code: its own, 2 for arguments that parseArgs refuses, 1 for any other error, whose
 * message goes to standard error.
 */
export async function runVerb(verb: (args: string[]) => Promise<number>, args: string[]): Promise<number> {
  try {
    return await verb(args);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    const isUsage =
      error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
    return isUsage ? 2 : 1;
  }
}
