/** The verbs of the deploy engine: from words to an exit code. */
import { abortOnInterrupt } from '../programs/interrupt.ts';
import { outliveReaders } from '../programs/lost-output.ts';
import { askAtTerminal } from '../programs/terminal.ts';
import { type Command, parseCommand } from './arguments.ts';
import { readDeployConfig } from './config.ts';
import { helpText } from './help.ts';
import { showAudit } from './verbs/audit.ts';
import type { VerbTools } from './verbs/carry-out.ts';
import { deploy } from './verbs/deploy.ts';
import { freeze, thaw } from './verbs/freeze.ts';
import { showHistory } from './verbs/history.ts';
import { prune } from './verbs/prune.ts';
import { resume } from './verbs/resume.ts';
import { rollback } from './verbs/rollback.ts';
import { showStatus } from './verbs/status.ts';

/** Gives the exit code. A terminal that goes away ends nothing that was begun: the journal has how it ended. */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  outliveReaders();
  const command = understand(args);
  return run(command).catch((error: unknown) => {
    complain(
      `${command?.verb ?? 'deploy'} refused: ${error instanceof Error ? error.message : String(error)}`,
    );
    return 1;
  });
}

function understand(args: readonly string[]): Command | undefined {
  try {
    return parseCommand(args);
  } catch (error) {
    complain(error);
    complain('See npm run deploy -- --help.');
    return undefined;
  }
}

async function run(command: Command | undefined): Promise<number> {
  if (command === undefined) return 2;
  if (command.verb === 'help') {
    say(helpText(command.about));
    return 0;
  }
  const tools: VerbTools = {
    config: readDeployConfig(),
    say,
    // Takes the operation back instead of leaving it half done; in the watch it ends the watch.
    signal: abortOnInterrupt((name) => say(`${name}: ending what is under way`)),
    ...(process.stdin.isTTY ? { ask: askAtTerminal } : {}),
  };
  switch (command.verb) {
    case 'deploy':
      return deploy(command.options, tools);
    case 'rollback':
      return rollback(command.options, tools);
    case 'resume':
      return resume(command.options, tools);
    case 'history':
      return showHistory(command.isJson, tools);
    case 'audit':
      return showAudit(command.isJson, tools);
    case 'prune':
      return prune(command.options, tools);
    case 'status':
      return showStatus(command.isJson, tools);
    case 'freeze':
      return freeze(command.options, tools);
    case 'thaw':
      return thaw(command.options, tools);
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function complain(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
}
