/** A deployment or rollback as the desk keeps it: "what changed?" is the first question of an incident. */
export interface Change {
  /** The same for all posts about one operation. */
  readonly id: string;
  readonly kind: 'deploy' | 'rollback';
  readonly service: string;
  readonly environment: string;
  readonly release: string;
  readonly previousRelease?: string;
  readonly status: 'started' | 'succeeded' | 'failed';
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly by: string;
  readonly summary: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}
