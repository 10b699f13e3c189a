/** `npm run deploy:stack -- up|down`: the stack of containers that DEPLOY_TARGET=compose deploys to. */
import { parseArgs } from 'node:util';
import { runVerb } from '../../programs/command-line.ts';
import { abortOnInterrupt } from '../../programs/interrupt.ts';
import { readComposeConfig } from '../config.ts';
import { bringUp, takeDown, whyNoDocker } from './stack.ts';

const usage = `npm run deploy:stack -- VERB [options]

  up                  bring up database, proxy and Prometheus; nothing where they are up
  down [--volumes]    stop and remove all of it, the releases too; with --volumes also every row of the database

Releases are put into it by DEPLOY_TARGET=compose npm run deploy, or scripts/deploy_local.sh.
Example: npm run deploy:stack -- up`;

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { volumes: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  });
  const [verb] = positionals;
  if (values.help || (verb !== 'up' && verb !== 'down')) {
    console.log(usage);
    return values.help ? 0 : 2;
  }
  const why = await whyNoDocker();
  if (why !== undefined) throw new Error(`${why}. Without Docker, releases run as processes: npm run demo.`);
  const config = readComposeConfig();
  const signal = abortOnInterrupt();
  if (verb === 'up') await bringUp(config, signal);
  else await takeDown(config, values.volumes);
  console.log(
    verb === 'up'
      ? `${config.project} is up; releases answer at ${config.frontUrl}.`
      : `${config.project} is down${values.volumes ? ', its volumes are gone' : '; the database is kept'}.`,
  );
  return 0;
}

process.exit(await runVerb(main, process.argv.slice(2)));
