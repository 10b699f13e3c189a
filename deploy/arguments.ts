import { parseArgs } from 'node:util';
import { gateSettings } from './gate/settings.ts';
import { type Verb, verbs } from './help.ts';
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
  | { readonly verb: 'help'; readonly about: Verb | undefined };

/** Throws an Error with one sentence when the arguments make no command. */
export function parseCommand(args: readonly string[]): Command {
  const [verb, ...rest] = args;
  if (verb === undefined || verb === 'help' || args.includes('--help') || args.includes('-h'))
    return { verb: 'help', about: askedAbout(args) };
  switch (verb) {
    case 'deploy':
      // `npm run deploy -- status` comes as `deploy status`; a deployment itself takes options only.
      return otherVerbs.some((other) => other === rest[0])
        ? parseCommand(rest)
        : { verb, options: parseDeploy(rest) };
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

const otherVerbs = verbs.filter((verb) => verb !== 'deploy');

/** `npm run deploy -- --help` asks about all of them. */
function askedAbout(args: readonly string[]): Verb | undefined {
  return otherVerbs.find((verb) => args.slice(0, 2).includes(verb));
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
