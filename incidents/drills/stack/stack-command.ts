/** Runs one of the project's own verbs against the stack, as a person would in a second terminal, and shows what it prints. */
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { startChild } from '../../../programs/child.ts';

export interface StackCommand {
  /** Names the log. */
  readonly name: string;
  readonly root: string;
  readonly runDir: string;
  /** The script and its arguments. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly print: (line: string) => void;
  readonly signal: AbortSignal;
  /** 0 unless told. */
  readonly expectedExitCode?: number;
}

/** Resolves when it ended with the expected code; otherwise throws an Error that names its log. Recorded like every child, so that it never outlives the run. */
export async function runStackCommand(command: StackCommand): Promise<void> {
  const { name, root, runDir, args, env, print, signal, expectedExitCode = 0 } = command;
  const child = await startChild({
    name,
    runDir,
    cwd: root,
    command: process.execPath,
    args,
    env,
    ready: async () => true,
  });
  const show = followLog(child.logPath, print);
  try {
    while (!child.hasExited) {
      signal.throwIfAborted();
      await pause(100, undefined, { signal });
      show();
    }
    const { code, signal: killedBy } = await child.exited;
    show();
    if (code !== expectedExitCode)
      throw new Error(
        `${args.join(' ')} ended with ${killedBy ?? `exit code ${code}`}; its log is ${child.logPath}`,
      );
  } finally {
    await child.stop();
  }
}

/** Prints the lines that were added since the last call. */
function followLog(path: string, print: (line: string) => void): () => void {
  let shown = 0;
  return () => {
    const text = readFileSync(path, 'utf8');
    const end = text.lastIndexOf('\n') + 1;
    if (end <= shown) return;
    print(text.slice(shown, end - 1));
    shown = end;
  };
}
