/** The environment of `npm run runbook`: a running stack's addresses, from the environment or `.tocsin/stack.env`. */
import { dirname, resolve } from 'node:path';
import { stackEnvironment } from '../programs/stack-env.ts';

/** The folder of the checkout: where steps run. */
export const checkoutRoot = dirname(import.meta.dirname);

export interface RunbookEnvironment {
  /** Everything a step may read. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The desk where the steps are recorded, if there is one. */
  readonly deskUrl: string | undefined;
  /** Where the stack records its processes, if it says so. */
  readonly runDir: string | undefined;
  /** What is in trouble unless told otherwise: what the addresses lead to. */
  readonly service: string;
  readonly environment: string;
}

export function runbookEnvironment(
  own: Readonly<Record<string, string | undefined>> = process.env,
): RunbookEnvironment {
  const env = { ...stackEnvironment(own), ...own };
  return {
    env,
    deskUrl: env.DESK_URL,
    runDir: env.DEPLOY_RUN_DIR ? resolve(checkoutRoot, env.DEPLOY_RUN_DIR) : undefined,
    service: env.DEPLOY_SERVICE || 'desk',
    environment: env.ENVIRONMENT || 'production',
  };
}
