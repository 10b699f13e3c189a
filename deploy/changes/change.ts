import type { StopKind } from '../stops/stop.ts';

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
  readonly detail?: ChangeDetail;
}

/** What the desk makes figures of; it finds each by its place here (service/figures), so none of them may move. */
export interface ChangeDetail {
  /** The drill that it belongs to, so that it stays out of real figures. */
  readonly drill?: string;
  /** When the release's commit was made; the newest of several. Missing where the release is of no commit. */
  readonly committedAt?: string;
  readonly overrides?: readonly string[];
  /** What stood in its way and was overridden, each kind once for each that did. */
  readonly overridden?: readonly StopKind[];
  /** What is known of each step by its kind; the gate's has its `verdict`, whatever became of the release. */
  readonly steps?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}
