/** `npm run deploy:stack -- up|down`: the stack of containers that DEPLOY_TARGET=compose deploys to. */
import { parseArgs } from 'node:util';
import { runVerb } from '../../programs/command-line.ts';
import { abortOnInterrupt } from '../../programs/interrupt.ts';
import { askAtTerminal } from '../../programs/terminal.ts';
import { readComposeConfig } from '../config.ts';
import { down } from './down.ts';
import { bringUp, whyNoDocker } from './stack.ts';

const usage = `npm run deploy:stack -- VERB [options]

  up                  bring up database, proxy and Prometheus; nothing where they are up
  down [options]      stop and remove all of it, the releases too, while no other command is at work on them
    --volumes         also every row of the database; asks for the stack's name, at a terminal
    --yes             do not ask
    --reason TEXT     why; recorded
    --dry-run         print the plan and change nothing

Releases are put into it by DEPLOY_TARGET=compose npm run deploy, or scripts/deploy_local.sh.
Example: npm run deploy:stack -- up`;

const flag = { type: 'boolean', default: false } as const;

async function main(args: string[]): Promise<number> {
  const [verb, ...rest] = args;
  const isAsking = args.includes('--help');
  if (isAsking || (verb !== 'up' && verb !== 'down')) {
    say(usage);
    return isAsking ? 0 : 2;
  }
  return verb === 'up' ? runUp(rest) : runDown(rest);
}

async function runUp(args: string[]): Promise<number> {
  parseArgs({ args, options: {} });
  await requireDocker();
  const config = readComposeConfig();
  await bringUp(config, abortOnInterrupt());
  say(`${config.project} is up; releases answer at ${config.frontUrl}.`);
  return 0;
}

async function runDown(args: string[]): Promise<number> {
  const options = { volumes: flag, yes: flag, reason: { type: 'string' }, 'dry-run': flag } as const;
  const { values } = parseArgs({ args, options });
  await requireDocker();
  return down(
    {
      hasVolumes: values.volumes,
      isConfirmed: values.yes,
      reason: values.reason,
      isDryRun: values['dry-run'],
    },
    {
      config: readComposeConfig(),
      say,
      signal: abortOnInterrupt(),
      ...(process.stdin.isTTY ? { ask: askAtTerminal } : {}),
    },
  );
}

async function requireDocker(): Promise<void> {
  const why = await whyNoDocker();
  if (why !== undefined) throw new Error(`${why}. Without Docker, releases run as processes: npm run demo.`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

process.exit(await runVerb(main, process.argv.slice(2)));
