/** `npm run alerts`; see --help. */
import { runVerb } from '../programs/command-line.ts';
import { keepCompiled } from '../programs/compile-cache.ts';

keepCompiled();
const { runAlerts } = await import('./command-line.ts');
process.exitCode = await runVerb(runAlerts, process.argv.slice(2));
