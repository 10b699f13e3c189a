/** The environment of `npm run runbook`: a running stack's addresses, from the environment or `.tocsin/stack.env`. */
import { stackEnvironment } from '../programs/stack-env.ts';

/** Everything a step may read, and the desk's address where the steps are recorded, if there is one. */
export function runbookEnvironment(): {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly deskUrl: string | undefined;
} {
  const env = { ...stackEnvironment(process.env), ...process.env };
  return { env, deskUrl: env.DESK_URL };
}
