/** A change: something people or machines did to a service. "What changed?" is the first question of an incident. */
import { z } from 'zod';

const instant = z.iso.datetime({ offset: true });

export const changeKinds = ['deploy', 'rollback', 'freeze', 'other'] as const;
export const changeStatuses = ['started', 'succeeded', 'failed'] as const;

export const changeSchema = z.object({
  id: z.string().min(1).max(200).optional(),
  kind: z.enum(changeKinds),
  service: z.string().min(1).max(100),
  environment: z.string().min(1).max(100),
  release: z.string().max(200),
  previousRelease: z.string().max(200).optional(),
  status: z.enum(changeStatuses),
  startedAt: instant,
  endedAt: instant.optional(),
  by: z.string().min(1).max(200),
  summary: z.string().max(2000),
  detail: z.json().optional(),
});

export type ChangePost = z.infer<typeof changeSchema>;

export interface Change {
  readonly id: string;
  readonly kind: (typeof changeKinds)[number];
  readonly service: string;
  readonly environment: string;
  readonly release: string;
  readonly previousRelease: string | null;
  readonly status: (typeof changeStatuses)[number];
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly by: string;
  readonly summary: string;
  readonly detail: unknown;
}

/** "deploy of b", "rollback to a". */
export function nameChange({ kind, release }: { readonly kind: string; readonly release: string }): string {
  return kind === 'rollback' ? `rollback to ${release}` : `${kind} of ${release}`;
}
