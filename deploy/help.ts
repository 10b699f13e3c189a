/** What the verbs are, for `--help`: all of them, or the one that is asked about. */
import { describeVariables } from './config.ts';
import { defaultKept } from './release/retention.ts';

const about = {
  deploy: `npm run deploy -- [options]             build a release, prove it on a share of the traffic, switch to it
  --source DIR          root of the source tree to build from (default: this checkout)
  --tag NAME            a name for the manifest
  --reason TEXT         why; recorded
  --gate-seconds N      prove it for N seconds in all instead of 900: latency for a third of them, errors for the rest; recorded
  --gate-min-samples N  judge on fewer or more requests than usual; recorded
  --allow-unproven      promote although there is no data, or too little; recorded
  --watch-seconds N     watch for N seconds after that instead of 600, the old release standing by; 0 for none; recorded
  --override DEPLOY     deploy in spite of a freeze, a budget that is used up, or a migration that breaks the release that
                        serves; needs --reason, and is recorded
  --dry-run             print the plan and change nothing
  Example: npm run deploy -- --tag v1.4.0 --gate-seconds 60`,
  rollback: `npm run rollback -- [options]           go back to the last good release
  --to ID               to this one instead, also one that was rolled back from (npm run deploy -- history names them)
  --reason TEXT         why; recorded
  --no-wait             all traffic is back after seconds; do not wait the 10 to 45 more until the figures tell whether it
                        helped; recorded. Ctrl-C during that wait ends it alone
  --dry-run             print the plan and change nothing
  Example: npm run rollback -- --reason "5xx since 14:02"`,
  status: `npm run deploy -- status [--json]       what is current, what runs, what users get; exit code 1 when these disagree or
                        something was cut off`,
  resume: `npm run deploy -- resume [options]      finish or undo what a crash cut off; the next deploy or rollback does so by itself
  --reason TEXT         why; recorded
  --dry-run             print the plan and change nothing`,
  history: `npm run deploy -- history [--json]      the operations: when, who, what, how it ended and how long it took`,
  audit: `npm run deploy -- audit [--json]        every decision: who, from where, why, with which overrides, and takeovers of locks`,
  prune: `npm run deploy -- prune [options]       free old releases, and dependencies that none of the others needs
  --keep N              besides current, previous, last good and what runs, keep the newest N (default: ${defaultKept})
  --dry-run, --json     free nothing; print it as JSON`,
  freeze: `npm run deploy -- freeze --reason TEXT [--until 2026-12-24T18:00:00Z] [--dry-run]
                        stop deployments, though no rollback; told to the desk at once, also while another command
                        holds the lock: then the next command writes it into the journal`,
  thaw: `npm run deploy -- thaw --reason TEXT [--dry-run]
                        end the freezes that were declared so`,
} as const;

export type Verb = keyof typeof about;

export const verbs = Object.keys(about) as Verb[];

const exitCodes = `Exit codes: 0 done, 1 not done, or done with something amiss, 2 not understood. Which release serves after a 1 is in the
last line, and in npm run deploy -- status.`;

/** Of one verb, or of all with the variables that they read. */
export function helpText(verb?: Verb): string {
  if (verb !== undefined)
    return `${about[verb]}\n\n${exitCodes}\nAll verbs and variables: npm run deploy -- --help`;
  return `${Object.values(about).join('\n')}

${exitCodes}

Environment, with defaults from the stack that runs: the demo's file (.tocsin/stack.env, or STACK_ENV_FILE), else the one of
the containers that npm run deploy:stack brought up. Of it a release gets what its own .env.example names, and nothing else:
${describeVariables()
  .map((line) => `  ${line}`)
  .join('\n')}`;
}
