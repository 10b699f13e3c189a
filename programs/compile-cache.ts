/** What Node made of the source is kept between commands, in the folder for what can be had again. */
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { readProgramsConfig } from './config.ts';

/** For the modules that are loaded afterwards: what a command imports by itself is compiled before anything of it runs. */
export function keepCompiled(): void {
  enableCompileCache(join(readProgramsConfig().cacheDir, 'compile-cache'));
}
