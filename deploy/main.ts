/**
 * `npm run deploy -- <verb>`; see --help. What Node made of the source is kept between commands, in the folder for what
 * can be had again: of the five seconds of a rollback, compiling it all would take a good part of one.
 */
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { readProgramsConfig } from '../programs/config.ts';

enableCompileCache(join(readProgramsConfig().cacheDir, 'compile-cache'));
const { runCommandLine } = await import('./command-line.ts');
process.exitCode = await runCommandLine(process.argv.slice(2));
