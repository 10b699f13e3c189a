import { z } from 'zod';
import type { Store } from '../db/store.ts';
import type { DeskContext, Endpoint } from '../http/endpoint.ts';
import { readJson, readQuery } from '../http/json-body.ts';
import { changeKinds, changeSchema } from './change.ts';
import { listChanges, recordChange } from './change-store.ts';

const querySchema = z.object({
  service: z.string().optional(),
  environment: z.string().optional(),
  kind: z.enum(changeKinds).optional(),
  since: z.iso.datetime({ offset: true }).optional(),
  limit: z.coerce.number().int().min(1).max(500).optional(),
});

interface ChangeDeps {
  readonly store: Store;
  /** Called after the change is stored; must not throw. */
  readonly onRecorded: () => void;
}

export function changeEndpoints({ store, onRecorded }: ChangeDeps): Endpoint[] {
  async function postChange(ctx: DeskContext): Promise<void> {
    const post = await readJson(ctx, changeSchema);
    ctx.body = await recordChange(store, post);
    ctx.status = 201;
    onRecorded();
  }
  async function getChanges(ctx: DeskContext): Promise<void> {
    ctx.body = { changes: await listChanges(store, readQuery(ctx, querySchema)) };
  }
  return [
    { method: 'POST', route: '/api/changes', handle: postChange },
    { method: 'GET', route: '/api/changes', handle: getChanges },
  ];
}
