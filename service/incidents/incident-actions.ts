/** What people (and drills) do to an incident. */
import type { Store } from '../db/store.ts';
import type { Incident } from './incident.ts';
import type { NewEvent } from './incident-event.ts';
import { appendEvents, loadIncident, lockIncidents } from './incident-store.ts';

export type ActionResult =
  | { readonly incident: Incident }
  | { readonly refused: 404 | 409; readonly reason: string };

const notFound = (id: string): ActionResult => ({ refused: 404, reason: `There is no incident ${id}` });

export async function acknowledgeIncident(store: Store, id: string, by: string): Promise<ActionResult> {
  return act(store, id, (incident) => {
    if (incident.state === 'closed') return { refused: 409, reason: `Incident ${id} is closed` };
    if (incident.state === 'acknowledged') return undefined;
    return { kind: 'acknowledged', at: new Date().toISOString(), data: { by } };
  });
}

/** Refused while alerts fire, unless forced; closing what is closed changes nothing. */
export async function closeIncident(
  store: Store,
  id: string,
  closing: { readonly by: string; readonly reason: string; readonly forced: boolean },
): Promise<ActionResult> {
  return act(store, id, (incident) => {
    if (incident.state === 'closed') return undefined;
    if (incident.alertsFiring > 0 && !closing.forced)
      return {
        refused: 409,
        reason: `${incident.alertsFiring} alert(s) of incident ${id} still fire; wait until they resolve, or send "force": true`,
      };
    return { kind: 'closed', at: new Date().toISOString(), data: closing };
  });
}

async function act(
  store: Store,
  id: string,
  decide: (incident: Incident) => NewEvent | undefined | Extract<ActionResult, { refused: number }>,
): Promise<ActionResult> {
  return store.transaction(async (trx) => {
    await lockIncidents(trx);
    const incident = await loadIncident(trx, id);
    if (incident === undefined) return notFound(id);
    const event = decide(incident);
    if (event === undefined) return { incident };
    if ('refused' in event) return event;
    if (event.kind === 'closed') await trx('incidents').where({ id }).update({ closed_at: event.at });
    await appendEvents(trx, [{ incidentId: id, event }]);
    const changed = await loadIncident(trx, id);
    return changed === undefined ? notFound(id) : { incident: changed };
  });
}
