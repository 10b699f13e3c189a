import { createInterface } from 'node:readline/promises';

/** Asks whoever sits at the terminal. Throws when they leave without an answer, by Ctrl-C or Ctrl-D. */
export async function askAtTerminal(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const left = new AbortController();
  terminal.once('close', () => left.abort());
  try {
    return await terminal.question(question, { signal: left.signal });
  } catch (cause) {
    throw new Error('the question was left without an answer.', { cause });
  } finally {
    terminal.close();
  }
}
