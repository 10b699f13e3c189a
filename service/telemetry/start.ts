/**
 * Preloaded: `node --import ./service/telemetry/start.ts service/main.ts`. The hook comes first, because Koa is an
 * ES module and would silently stay unpatched; the include list keeps it off every other import.
 */
import { register, supportsSyncHooks } from 'import-in-the-middle/register-hooks.mjs';
import { readConfig } from '../config.ts';

if (!supportsSyncHooks())
  throw new Error(`Node ${process.version} cannot trace ES modules; the desk needs Node 24.11.1 or newer.`);
register({ include: ['koa', 'http', 'node:http'] });

try {
  const { startTelemetry } = await import('./sdk.ts');
  startTelemetry(readConfig());
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
