/**
 * Theory of operation. Alertmanager delivers at least once, reorders and repeats. So each alert is matched by its
 * key (source, fingerprint, startsAt) first: a known key says nothing new unless it resolves an episode that was
 * firing. An unknown start of an alert that is still firing is the same episode (an alert cannot fire twice at once;
 * startsAt can move) and becomes a second key of it. Only an explicit "resolved" ends an episode; absence never does.
 * This file decides, without I/O; intake.ts carries it out.
 */
import type { NewEvent } from './incident-event.ts';
import type { Webhook, WebhookAlert } from './webhook.ts';

export const source = 'alertmanager';

export interface KnownEpisode {
  readonly id: string;
  readonly fingerprint: string;
  readonly startsAt: string;
  readonly endsAt: string | null;
  readonly incidentId: string | null;
  readonly sameAs: string | null;
}

export interface OpenIncident {
  readonly id: string;
  readonly service: string;
  readonly environment: string;
}

/** An incident by its id, or one that this plan opens, by its place in `opened`. */
export type IncidentRef = { readonly id: string } | { readonly opened: number };

interface PlannedEpisode {
  readonly fingerprint: string;
  startsAt: string;
  readonly keys: Set<string>;
  endsAt: string | null;
  readonly incident: IncidentRef | null;
  readonly stored: KnownEpisode | null;
}

export type Outcome = 'opened' | 'attached' | 'resolved' | 'duplicate' | 'ignored';

export interface IntakePlan {
  readonly opened: { readonly service: string; readonly environment: string }[];
  /** Episodes that are new or changed. */
  readonly episodes: PlannedEpisode[];
  readonly events: { readonly incident: IncidentRef; readonly event: NewEvent }[];
  /** One for each alert of the body, in its order. */
  readonly results: { readonly outcome: Outcome; readonly incident: IncidentRef | null }[];
}

export function planIntake(options: {
  readonly alerts: Webhook['alerts'];
  readonly known: readonly KnownEpisode[];
  readonly open: readonly OpenIncident[];
  readonly now: string;
}): IntakePlan {
  const { now } = options;
  const episodes = new Map<string, PlannedEpisode[]>();
  for (const episode of toPlanned(options.known)) listOf(episodes, episode.fingerprint).push(episode);
  const incidents = new Map<string, IncidentRef>(
    options.open.map(({ id, service, environment }) => [JSON.stringify([service, environment]), { id }]),
  );
  const touched = new Set<PlannedEpisode>();
  const plan: IntakePlan = { opened: [], episodes: [], events: [], results: [] };

  function take(alert: WebhookAlert): IntakePlan['results'][number] {
    const { fingerprint } = alert;
    const startsAt = toMilliseconds(alert.startsAt);
    if (alert.labels.alertname === 'Watchdog') return { outcome: 'ignored', incident: null };
    const siblings = listOf(episodes, fingerprint);
    const exact = siblings.find(({ keys }) => keys.has(startsAt));
    const firing = siblings.find(({ endsAt }) => endsAt === null);
    if (alert.status === 'resolved') {
      const endsAt = later(toMilliseconds(alert.endsAt), startsAt);
      const ended = exact ?? (firing !== undefined && endsAt >= firing.startsAt ? firing : undefined);
      if (ended === undefined) {
        // Over before it was heard of: kept as a key, so that a late "firing" of it opens nothing.
        const over = {
          fingerprint,
          startsAt,
          keys: new Set([startsAt]),
          endsAt,
          incident: null,
          stored: null,
        };
        siblings.push(over);
        touched.add(over);
        return { outcome: 'ignored', incident: null };
      }
      if (ended.endsAt !== null) return { outcome: 'duplicate', incident: ended.incident };
      ended.endsAt = endsAt;
      touched.add(ended);
      if (ended.incident !== null)
        plan.events.push({
          incident: ended.incident,
          event: {
            kind: 'alert-resolved',
            at: endsAt,
            data: { fingerprint, startsAt: ended.startsAt, endsAt },
          },
        });
      return { outcome: 'resolved', incident: ended.incident };
    }
    if (exact !== undefined) return { outcome: 'duplicate', incident: exact.incident };
    if (firing !== undefined) {
      firing.keys.add(startsAt);
      touched.add(firing);
      if (startsAt < firing.startsAt && firing.incident !== null) {
        const data = { fingerprint, from: firing.startsAt, startsAt };
        plan.events.push({ incident: firing.incident, event: { kind: 'alert-moved', at: now, data } });
      }
      if (startsAt < firing.startsAt) firing.startsAt = startsAt;
      return { outcome: 'duplicate', incident: firing.incident };
    }
    const { incident, isNew } = incidentFor(alert);
    const episode = {
      fingerprint,
      startsAt,
      keys: new Set([startsAt]),
      endsAt: null,
      incident,
      stored: null,
    };
    siblings.push(episode);
    touched.add(episode);
    const { labels, annotations, generatorURL: generatorUrl } = alert;
    plan.events.push({
      incident,
      event: {
        kind: 'alert-fired',
        at: startsAt,
        data: { source, fingerprint, startsAt, labels, annotations, generatorUrl },
      },
    });
    return { outcome: isNew ? 'opened' : 'attached', incident };
  }

  function incidentFor({ labels }: WebhookAlert): { incident: IncidentRef; isNew: boolean } {
    const service = labels.service ?? 'unknown';
    const environment = labels.environment ?? 'unknown';
    const place = JSON.stringify([service, environment]);
    const existing = incidents.get(place);
    if (existing !== undefined) return { incident: existing, isNew: false };
    const incident = { opened: plan.opened.length };
    plan.opened.push({ service, environment });
    incidents.set(place, incident);
    const data = { alertname: labels.alertname ?? 'unnamed' };
    plan.events.push({ incident, event: { kind: 'opened', at: now, data } });
    return { incident, isNew: true };
  }

  for (const alert of options.alerts) plan.results.push(take(alert));
  plan.episodes.push(...touched);
  return plan;
}

function toPlanned(known: readonly KnownEpisode[]): PlannedEpisode[] {
  return known
    .filter(({ sameAs }) => sameAs === null)
    .map((stored) => {
      const starts = [stored, ...known.filter(({ sameAs }) => sameAs === stored.id)].map(
        (key) => key.startsAt,
      );
      return {
        fingerprint: stored.fingerprint,
        startsAt: starts.toSorted()[0] ?? stored.startsAt,
        keys: new Set(starts),
        endsAt: stored.endsAt,
        incident: stored.incidentId === null ? null : { id: stored.incidentId },
        stored,
      };
    });
}

function listOf<Key, Item>(map: Map<Key, Item[]>, key: Key): Item[] {
  const list = map.get(key) ?? [];
  map.set(key, list);
  return list;
}

/** One spelling of an instant, so that keys compare as strings: UTC, milliseconds. */
function toMilliseconds(instant: string): string {
  return new Date(instant).toISOString();
}

function later(a: string, b: string): string {
  return a > b ? a : b;
}
