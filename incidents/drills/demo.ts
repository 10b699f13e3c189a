/** `npm run demo`: rehearses the bad release on this machine, from a page to a closed incident. */
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runVerb } from '../../programs/command-line.ts';
import { badRelease } from './bad-release.ts';
import { runDemo } from './run-demo.ts';

const usage = `npm run demo [-- --once] [--armed]

Rehearses on this machine, with real parts: a bad release goes out, the shipped alert fires, an incident opens with its
evidence, the shipped runbook rolls back, the incident closes and a review is drafted. Takes about three minutes.

  --once           stop everything at the end; exit 0 only if each step happened, 1 otherwise
  --armed          nobody walks the runbook: the deploy gate, still armed after the promotion, rolls back by itself
  --work-dir DIR   where it keeps its data, logs and reviews (.tocsin)

Example: npm run demo -- --once`;

const options = {
  once: { type: 'boolean', default: false },
  armed: { type: 'boolean', default: false },
  'work-dir': { type: 'string', default: '.tocsin' },
  help: { type: 'boolean', default: false },
} as const;

const root = dirname(dirname(import.meta.dirname));

async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => interrupted.abort(signal));
  return runDemo({
    drill: badRelease,
    isArmed: values.armed,
    root,
    workDir: resolve(root, values['work-dir']),
    ruleFiles: [join(root, 'alerts', 'generated', 'rules', 'desk.yml')],
    isOnce: values.once,
    signal: interrupted.signal,
    write: (text) => process.stdout.write(text),
  });
}

// Everything is stopped by now; connections that were kept alive would hold this process for seconds more.
process.exit(await runVerb(main, process.argv.slice(2)));
