/** `npm run pint`: lints the generated rules; exit code 1 when pint finds something or is missing. */
import { parseArgs } from 'node:util';
import { runVerb } from '../../programs/command-line.ts';
import { describeMissingPint, lintRules, ruleFolders } from './run-pint.ts';

const usage = `npm run pint

Runs Cloudflare's pint, offline, over ${ruleFolders.join(' and ')}, with alerts/lint/pint.hcl.
Exit code 0 when they are clean, 1 when pint finds something or is not on PATH.

Example: npm run alerts && npm run pint`;

async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { help: { type: 'boolean' } } });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const result = await lintRules();
  if (result === undefined) {
    console.error(await describeMissingPint());
    return 1;
  }
  console.log(result.text);
  return result.exitCode;
}

process.exitCode = await runVerb(main, process.argv.slice(2));
