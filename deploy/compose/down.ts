/** Takes the stack of containers down, releases included: no other command may be at work on them meanwhile. */
import { whereFrom } from '../origin.ts';
import { appendEntry, type NewEntry } from '../state/journal.ts';
import { newOperationId } from '../state/operations.ts';
import { readSlots } from '../state/slots.ts';
import { messageOf } from '../steps/step-runner.ts';
import type { VerbTools } from '../verbs/carry-out.ts';
import { underLock } from '../verbs/under-lock.ts';
import { confirmLoss } from './confirm-loss.ts';
import { describeDown } from './describe-down.ts';
import { takeDown } from './stack.ts';

export interface DownOptions {
  readonly hasVolumes: boolean;
  /** That the rows may go, where it was said beforehand. */
  readonly isConfirmed: boolean;
  readonly reason: string | undefined;
  readonly isDryRun: boolean;
}

const verb = 'down';

/** Gives the exit code; a refusal is thrown. */
export async function down(options: DownOptions, tools: VerbTools): Promise<number> {
  const { isDryRun } = options;
  const { config, say } = tools;
  const showPlan = async (): Promise<void> => {
    for (const line of describeDown(config, await readSlots(config.root), options)) say(line);
  };
  if (isDryRun) {
    await showPlan();
    say(`${verb}: nothing was done (--dry-run).`);
    return 0;
  }
  return underLock(verb, tools, async (operations) => {
    await showPlan();
    if (options.hasVolumes) await confirmLoss(config.project, { ...options, ask: tools.ask });
    const taken = operations.map(({ operation }) => operation);
    say(await takeDownOnRecord(newOperationId({ ...config, verb }, new Date(), taken), options, tools));
    return 0;
  });
}

/** Written down before as well as after it: what is gone then could not tell who was about to take it away. */
async function takeDownOnRecord(
  operation: string,
  { hasVolumes, reason }: DownOptions,
  { config }: VerbTools,
): Promise<string> {
  const { root, project, by } = config;
  const record = (fact: Pick<NewEntry, 'phase' | 'detail'>): Promise<void> =>
    appendEntry(root, { at: new Date().toISOString(), operation, verb, ...fact });
  const overrides = hasVolumes ? ['--volumes'] : [];
  await record({ phase: 'begin', detail: { by, from: whereFrom(), overrides, reason } });
  const began = performance.now();
  const end = (outcome: 'succeeded' | 'failed', sentence: string): Promise<void> => {
    const seconds = Number(((performance.now() - began) / 1_000).toFixed(1));
    return record({ phase: 'end', detail: { outcome, sentence, seconds } });
  };
  try {
    await takeDown(config, hasVolumes);
  } catch (error) {
    await end('failed', `${project} is not all down: ${messageOf(error)}.`);
    throw error;
  }
  const sentence = `${project} is down${hasVolumes ? ', its volumes are gone' : '; the database is kept'}.`;
  await end('succeeded', sentence);
  return sentence;
}
