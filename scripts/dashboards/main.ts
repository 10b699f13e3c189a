/** `npm run dashboards`: the one command for boards. Verifying drives a whole stack, which dashboards-as-code/ may not know. */
import { dashboards } from '../../dashboards-as-code/main.ts';
import { runVerb } from '../../programs/command-line.ts';
import { verify } from './verify.ts';

async function main(args: string[]): Promise<number> {
  const [verb, ...rest] = args;
  return verb === 'verify' ? verify(rest) : dashboards(args);
}

// Everything is stopped by now; connections that were kept alive would hold this process for seconds more.
process.exit(await runVerb(main, process.argv.slice(2)));
