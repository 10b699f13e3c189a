/** The shape of a declared signal at run time, kind by kind; what else it says is left to its family. */
import { z } from 'zod';
import type { SignalKind } from '../symptoms/declared-signal.ts';
import { labelName, labelValue, selector } from './selector-shape.ts';

/** A name in the series, `{ value }` or null; one sentence instead of what is wrong with each of the three. */
const seriesLabel = z.unknown().superRefine((label, context) => {
  const name = labelName.safeParse(label);
  const fixed = z.strictObject({ value: labelValue.min(1) }).safeParse(label);
  if (label === null || name.success || fixed.success) return;
  context.addIssue({
    code: 'custom',
    message:
      'is no label: write what the series call it (letters, digits and "_"), { value: \'production\' } where all are of one, or null where there is none',
  });
});

export const seriesLabels = z.strictObject({
  environment: seriesLabel.optional(),
  route: seriesLabel.optional(),
  method: seriesLabel.optional(),
  release: seriesLabel.optional(),
  instance: seriesLabel.optional(),
});

const amount = z.union([selector, z.number().positive()], 'has to be a selector or a number above 0');
const counters = z.array(selector).min(1, 'has to name one counter at least');

interface Fields {
  readonly needs?: Readonly<Record<string, z.ZodType>>;
  /** Fields that may be left out. */
  readonly may?: Readonly<Record<string, z.ZodType>>;
  /** Groups of fields of which one has to be there as a whole. */
  readonly oneOf?: readonly Readonly<Record<string, z.ZodType>>[];
}

const fieldsOf = {
  requests: { needs: { total: selector, failed: selector } },
  latency: { needs: { buckets: selector, count: selector, edges: z.array(z.number().positive()).min(1) } },
  targets: { needs: { up: selector } },
  restarts: { oneOf: [{ startedAt: selector }, { restarts: selector }] },
  uptime: { needs: { startedAt: selector } },
  cpu: { oneOf: [{ usedSeconds: selector, cores: amount }, { idleSeconds: selector }] },
  memory: {
    oneOf: [
      { usedBytes: selector, limitBytes: amount },
      { availableBytes: selector, totalBytes: selector },
    ],
  },
  'container-memory': { needs: { workingSetBytes: selector, limitBytes: amount } },
  disk: { needs: { freeBytes: selector, sizeBytes: selector } },
  'connection-pool': { needs: { used: selector, max: selector, waiting: selector } },
  database: {
    needs: { up: selector },
    may: {
      connections: z.strictObject({ open: selector, max: selector }).optional(),
      locks: z.strictObject({ held: selector, modeLabel: labelName }).optional(),
      cache: z.strictObject({ hits: selector, reads: selector }).optional(),
      deadlocks: selector.optional(),
    },
  },
  replication: { needs: { lagSeconds: selector } },
  transactions: { needs: { longestSeconds: selector } },
  statements: { needs: { seconds: selector, calls: selector } },
  backup: { needs: { completedAt: selector } },
  certificate: { needs: { expiresAt: selector } },
  queue: { needs: { waiting: selector } },
  'event-loop': { needs: { lagSeconds: selector } },
  vault: { needs: { unsealed: selector } },
  watchdog: {},
  prometheus: {
    needs: {
      reloaded: selector,
      ruleFailures: selector,
      notificationsDropped: selector,
      scrapesRefused: counters,
    },
  },
  alertmanager: { needs: { reloaded: selector, notifications: selector, notificationsFailed: selector } },
  'log-pipeline': { needs: { lost: counters } },
  'trace-pipeline': { needs: { lost: counters } },
  telemetry: { needs: { dropped: selector } },
} as const satisfies Record<SignalKind, Fields>;

export const signal = z
  .looseObject({
    kind: z.string(),
    component: z
      .string()
      .regex(
        /^[a-z][a-z0-9-]{0,29}$/,
        'is no component: 1 to 30 of a-z, 0-9 and "-", starting with a letter (it becomes a label)',
      )
      .optional(),
    labels: seriesLabels.optional(),
    per: z.array(labelName).optional(),
  })
  .superRefine((declared, context) => {
    const fields = new Map<string, Fields>(Object.entries(fieldsOf)).get(declared.kind);
    if (fields === undefined) {
      const message = `is no kind of signal; take one of ${Object.keys(fieldsOf).join(', ')}`;
      context.addIssue({ code: 'custom', path: ['kind'], message });
      return;
    }
    const { needs = {}, may = {}, oneOf } = fields;
    const chosen = oneOf?.find((group) => Object.keys(group).some((name) => name in declared));
    if (oneOf !== undefined && chosen === undefined) {
      const ways = oneOf.map((group) => Object.keys(group).join(' and ')).join(', or ');
      context.addIssue({ code: 'custom', message: `has to say ${ways}` });
    }
    for (const [name, shape] of Object.entries({ ...needs, ...may, ...chosen })) {
      const parsed = shape.safeParse(declared[name]);
      for (const { path, message } of parsed.error?.issues ?? [])
        context.addIssue({ code: 'custom', path: [name, ...path], message });
    }
  });
