/** What can happen to an incident. Events are appended, never changed; everything shown is a fold over them. */
import { z } from 'zod';
import { evidenceSchema } from '../evidence/evidence.ts';
import { frozenPanelsSchema } from '../panels/frozen-panels.ts';
import { reviewSchema } from './review-schema.ts';

const labels = z.record(z.string(), z.string());

/** One runbook step as it was run. */
export const stepSchema = z.object({
  runbook: z.string().max(200),
  name: z.string().max(200),
  exitCode: z.number().int().nullable(),
  startedAt: z.iso.datetime({ offset: true }),
  endedAt: z.iso.datetime({ offset: true }),
  /** Its end, where it is long: a step must not be lost because it said too much. */
  output: z.string().transform((output) => output.slice(-64_000)),
});

const dataSchemas = {
  opened: z.object({ alertname: z.string() }),
  'alert-fired': z.object({
    source: z.string(),
    fingerprint: z.string(),
    startsAt: z.string(),
    labels,
    annotations: labels,
    generatorUrl: z.string(),
  }),
  'alert-moved': z.object({ fingerprint: z.string(), from: z.string(), startsAt: z.string() }),
  'alert-resolved': z.object({ fingerprint: z.string(), startsAt: z.string(), endsAt: z.string() }),
  'alerts-cleared': z.object({}),
  'notification-truncated': z.object({ truncatedAlerts: z.number() }),
  acknowledged: z.object({ by: z.string() }),
  note: z.object({ author: z.string(), text: z.string() }),
  'runbook-step': z.object({ author: z.string(), text: z.string(), step: stepSchema }),
  'evidence-gathered': z.object({ attempt: z.number(), evidence: evidenceSchema }),
  'panels-frozen': frozenPanelsSchema,
  closed: z.object({ by: z.string(), reason: z.string(), forced: z.boolean() }),
  'review-drafted': reviewSchema,
} as const;

export type EventKind = keyof typeof dataSchemas;

export function isEventKind(kind: string): kind is EventKind {
  return Object.hasOwn(dataSchemas, kind);
}

/** What a list needs to know of an incident; the other kinds are long or many. */
export const eventKindsOfSummary: readonly EventKind[] = [
  'opened',
  'alert-fired',
  'alert-moved',
  'alert-resolved',
  'notification-truncated',
  'acknowledged',
];

/** An event before it is stored. `at` is when it happened, in ISO 8601; recordedAt is when the desk learned of it. */
export type NewEvent = {
  [K in EventKind]: {
    readonly kind: K;
    readonly at: string;
    readonly data: z.infer<(typeof dataSchemas)[K]>;
  };
}[EventKind];

export type IncidentEvent = NewEvent & { readonly id: string; readonly recordedAt: string };

const header = { id: z.string(), at: z.string(), recordedAt: z.string() };

export const incidentEventSchema = z.discriminatedUnion('kind', [
  z.object({ ...header, kind: z.literal('opened'), data: dataSchemas.opened }),
  z.object({ ...header, kind: z.literal('alert-fired'), data: dataSchemas['alert-fired'] }),
  z.object({ ...header, kind: z.literal('alert-moved'), data: dataSchemas['alert-moved'] }),
  z.object({ ...header, kind: z.literal('alert-resolved'), data: dataSchemas['alert-resolved'] }),
  z.object({ ...header, kind: z.literal('alerts-cleared'), data: dataSchemas['alerts-cleared'] }),
  z.object({
    ...header,
    kind: z.literal('notification-truncated'),
    data: dataSchemas['notification-truncated'],
  }),
  z.object({ ...header, kind: z.literal('acknowledged'), data: dataSchemas.acknowledged }),
  z.object({ ...header, kind: z.literal('note'), data: dataSchemas.note }),
  z.object({ ...header, kind: z.literal('runbook-step'), data: dataSchemas['runbook-step'] }),
  z.object({ ...header, kind: z.literal('evidence-gathered'), data: dataSchemas['evidence-gathered'] }),
  z.object({ ...header, kind: z.literal('panels-frozen'), data: dataSchemas['panels-frozen'] }),
  z.object({ ...header, kind: z.literal('closed'), data: dataSchemas.closed }),
  z.object({ ...header, kind: z.literal('review-drafted'), data: dataSchemas['review-drafted'] }),
]);
