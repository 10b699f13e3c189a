import { composeTarget } from './compose/target.ts';
import type { DeployConfig } from './config.ts';
import { nativeTarget } from './native/target.ts';
import type { Target } from './target.ts';

const targets = { native: nativeTarget, compose: composeTarget } as const satisfies Record<
  DeployConfig['target'],
  Target
>;

export function targetOf({ target }: Pick<DeployConfig, 'target'>): Target {
  return targets[target];
}
