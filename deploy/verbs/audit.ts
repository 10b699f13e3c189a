import { type Decision, foldDecisions } from '../state/decisions.ts';
import { requireIdentity } from '../state/identity.ts';
import { readJournal } from '../state/journal.ts';
import type { VerbTools } from './carry-out.ts';

/** Lists every decision, oldest first: who, from where, what, why, against which rule. */
export async function showAudit(isJson: boolean, { config, say }: VerbTools): Promise<number> {
  await requireIdentity(config.root, config);
  const decisions = foldDecisions((await readJournal(config.root)).entries);
  if (isJson) say(JSON.stringify(decisions, undefined, 2));
  else if (decisions.length === 0) say(`nothing was decided in ${config.root} yet.`);
  else for (const decision of decisions) say(describeDecision(decision));
  return 0;
}

function describeDecision({ at, by, from, what, why, overrides }: Decision): string {
  return [
    at,
    `${by}${from === undefined ? '' : ` (pid ${from.pid} on ${from.host})`}`,
    what,
    ...(overrides.length === 0 ? [] : [`overrides: ${overrides.join(' ')}`]),
    ...(why === undefined ? [] : [`why: ${why}`]),
  ].join('  ');
}
