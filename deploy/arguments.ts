import { parseArgs } from 'node:util';
import { describeVariables } from './config.ts';
import { gateSettings } from './gate/settings.ts';
import { defaultKept } from './release/retention.ts';
import { overrideWord } from './stops/override.ts';
import type { DeployOptions } from './verbs/deploy.ts';
import type { FreezeOptions, ThawOptions } from './verbs/freeze.ts';
import type { PruneOptions } from './verbs/prune.ts';
import type { ResumeOptions } from './verbs/resume.ts';
import type { RollbackOptions } from './verbs/rollback.ts';
import { watchSettings } from './watch/settings.ts';

export type Command =
  | { readonly verb: 'deploy'; readonly options: DeployOptions }
  | { readonly verb: 'rollback'; readonly options: RollbackOptions }
  | { readonly verb: 'resume'; readonly options: ResumeOptions }
  | { readonly verb: 'prune'; readonly options: PruneOptions }
  | { readonly verb: 'status' | 'history' | 'audit'; readonly isJson: boolean }
  | { readonly verb: 'freeze'; readonly options: FreezeOptions }
  | { readonly verb: 'thaw'; readonly options: ThawOptions }
  | { readonly verb: 'help' };

/** Throws an Error with one sentence when the arguments make no command. */
export function parseCommand(args: readonly string[]): Command {
  const [verb, ...rest] = args;
  if (verb === undefined || verb === 'help' || args.includes('--help') || args.includes('-h'))
    return { verb: 'help' };
  switch (verb) {
    case 'deploy':
      // `npm run deploy -- status` comes as `deploy status`; a deployment itself takes options only.
      return isOtherVerb(rest[0]) ? parseCommand(rest) : { verb, options: parseDeploy(rest) };
    case 'rollback': {
      const { values } = parseArgs({
        args: rest,
        options: { to: text, reason: text, 'no-wait': flag, 'dry-run': flag },
      });
      const { to, reason } = values;
      return { verb, options: { to, reason, isUnproven: values['no-wait'], isDryRun: values['dry-run'] } };
    }
    case 'prune': {
      const { values } = parseArgs({ args: rest, options: { keep: text, 'dry-run': flag, json: flag } });
      const keep = wholeNumber('--keep', values.keep) ?? defaultKept;
      return { verb, options: { keep, isDryRun: values['dry-run'], isJson: values.json } };
    }
    case 'resume': {
      const { values } = parseArgs({ args: rest, options: { reason: text, 'dry-run': flag } });
      return { verb, options: { reason: values.reason, isDryRun: values['dry-run'] } };
    }
    case 'status':
    case 'history':
    case 'audit': {
      const { values } = parseArgs({ args: rest, options: { json: flag } });
      return { verb, isJson: values.json };
    }
    case 'freeze': {
      const options = { until: text, reason: text, 'dry-run': flag };
      const { values } = parseArgs({ args: rest, options });
      const reason = requiredText('--reason', values.reason);
      return { verb, options: { until: momentOf(values.until), reason, isDryRun: values['dry-run'] } };
    }
    case 'thaw': {
      const { values } = parseArgs({ args: rest, options: { reason: text, 'dry-run': flag } });
      const reason = requiredText('--reason', values.reason);
      return { verb, options: { reason, isDryRun: values['dry-run'] } };
    }
    default:
      throw new Error(`there is no verb "${verb}"; there is deploy, ${otherVerbs.join(', ')}.`);
  }
}

const otherVerbs = ['rollback', 'resume', 'prune', 'status', 'history', 'audit', 'freeze', 'thaw'] as const;

function isOtherVerb(word: string | undefined): boolean {
  return otherVerbs.some((verb) => verb === word);
}

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;

function parseDeploy(args: string[]): DeployOptions {
  const { values } = parseArgs({
    args,
    options: {
      source: text,
      tag: text,
      reason: text,
      'gate-seconds': text,
      'gate-min-samples': text,
      'allow-unproven': flag,
      'watch-seconds': text,
      override: text,
      'dry-run': flag,
    },
  });
  const gate = gateSettings({
    seconds: wholeNumber('--gate-seconds', values['gate-seconds']),
    minimumSamples: wholeNumber('--gate-min-samples', values['gate-min-samples']),
    allowsUnproven: values['allow-unproven'],
  });
  const watch = watchSettings({ seconds: wholeNumber('--watch-seconds', values['watch-seconds'], 0) });
  const { source, tag, reason, override } = values;
  if (override !== undefined && override !== overrideWord)
    throw new Error(`--override wants the word ${overrideWord}, not "${override}".`);
  return { source, tag, reason, override, gate, watch, isDryRun: values['dry-run'] };
}

function requiredText(option: string, value: string | undefined): string {
  if (value === undefined || value.trim() === '') throw new Error(`${option} is needed; it is recorded.`);
  return value;
}

function momentOf(value: string | undefined): Date | undefined {
  if (value === undefined) return undefined;
  const moment = new Date(value);
  if (!/^\d{4}-\d\d-\d\dT/.test(value) || Number.isNaN(moment.getTime()))
    throw new Error(`--until wants a moment such as 2026-12-24T18:00:00Z, not "${value}".`);
  return moment;
}

function wholeNumber(option: string, value: string | undefined, least = 1): number | undefined {
  if (value === undefined) return undefined;
  if (!/^\d{1,6}$/.test(value) || Number(value) < least)
    throw new Error(`${option} wants a whole number from ${least} to 999999, not "${value}".`);
  return Number(value);
}

export function helpText(): string {
  return `node deploy/main.ts deploy [options]     build a release, prove it on a share of the traffic, switch to it
  --source DIR          root of the source tree to build from (default: this checkout)
  --tag NAME            a name for the manifest
  --reason TEXT         why; recorded
  --gate-seconds N      prove it for N seconds instead of 300 (latency) and then 600 (errors); recorded
  --gate-min-samples N  judge on fewer or more requests than usual; recorded
  --allow-unproven      promote although there is no data, or too little; recorded
  --watch-seconds N     watch for N seconds after that instead of 600, the old release standing by; 0 for none; recorded
  --override DEPLOY     deploy in spite of a freeze or a budget that is used up; needs --reason, and is recorded
  --dry-run             print the plan and change nothing
node deploy/main.ts rollback [options]   go back to the last good release
  --to ID               to this one instead
  --reason TEXT         why; recorded
  --no-wait             do not wait for the figures that tell whether it helped; recorded
  --dry-run             print the plan and change nothing
node deploy/main.ts resume [options]     finish or undo what a crash cut off; the next deploy or rollback does so by itself
  --reason TEXT         why; recorded
  --dry-run             print the plan and change nothing
node deploy/main.ts history [--json]     the operations: when, who, what, how it ended and how long it took
node deploy/main.ts audit [--json]       every decision: who, from where, why, with which overrides, and takeovers of locks
node deploy/main.ts prune [options]      free old releases and dependencies that none of the others needs
  --keep N              besides current, previous, last good and what runs, keep the newest N (default: ${defaultKept})
  --dry-run, --json     free nothing; print it as JSON
node deploy/main.ts status [--json]      what is current, what runs, what users get; exit code 1 when these disagree
node deploy/main.ts freeze --reason TEXT [--until 2026-12-24T18:00:00Z] [--dry-run]
                        stop deployments, though no rollback; told to the desk
node deploy/main.ts thaw --reason TEXT [--dry-run]   end the freezes that were declared so

All of them as well by npm run deploy -- VERB, such as npm run deploy -- status --json.
Example: node deploy/main.ts deploy --tag v1.4.0 --gate-seconds 60
Exit codes: 0 done, 1 refused or failed (the old release serves on), 2 not understood.

Environment, with defaults from the running stack's file (.tocsin/stack.env, or STACK_ENV_FILE); of it a release
gets what its own .env.example names, and nothing else:
${describeVariables()
  .map((line) => `  ${line}`)
  .join('\n')}`;
}
