/** `npm run deploy -- <verb>`; see --help. Of the five seconds of a rollback, compiling it all would take a good part of one. */
import { keepCompiled } from '../programs/compile-cache.ts';

keepCompiled();
const { runCommandLine } = await import('./command-line.ts');
process.exitCode = await runCommandLine(process.argv.slice(2));
