/**
 * A catalog's plan as a committed file (`alerts/generated/plan.json`), so that a later version can be compared with it:
 * what each alert does to the person on call, and nothing of how.
 */
import { z } from 'zod';
import type { ServiceDefinition } from '../service-definition.ts';
import {
  type ObjectivePlan,
  ordinaryPlanSetting,
  plannedBadRatios,
  planOf,
  type SecondsToTell,
  type ServicePlan,
  type SoonestPlan,
  type SymptomPlan,
  type TierPlan,
} from './service-plan.ts';
import { figuresOf, percent } from './wording.ts';

const secondsToTell = z.union([z.number(), z.literal('never')]);

const alertRecord = z.object({
  alert: z.string(),
  /** `objective availability` or `signal queue`. */
  about: z.string(),
  severity: z.string(),
  told: z.array(z.string()),
  hold: z.string(),
  keepFiringFor: z.string(),
  /** Of a symptom: its threshold and what goes with it. */
  figures: z.record(z.string(), z.union([z.number(), z.string()])),
  /** By what fails: "10 % errors"; `soonest` of what has no share. */
  secondsToTell: z.record(z.string(), secondsToTell),
  /** Of the budget, before it fires; objectives only. */
  budgetUsed: z.number().optional(),
  falseAMonth: z.number().optional(),
  samples: z.number(),
});

const objectiveRecord = z.object({
  description: z.string(),
  target: z.number(),
  windowDays: z.number(),
  budgetMinutes: z.number(),
  budgetEvents: z.number(),
});

const serviceRecord = z.object({
  requestsPerHour: z.number(),
  samples: z.number(),
  objectives: z.record(z.string(), objectiveRecord),
  /** By a key that stays the same while figures change: "availability page-now", "QueueBacklog orders critical". */
  alerts: z.record(z.string(), alertRecord),
});

const planRecord = z.object({ format: z.literal(1), services: z.record(z.string(), serviceRecord) });

export type PlanRecord = z.infer<typeof planRecord>;
export type ServiceRecord = z.infer<typeof serviceRecord>;
export type AlertRecord = z.infer<typeof alertRecord>;

export function recordOf(services: readonly ServiceDefinition[]): PlanRecord {
  return {
    format: 1,
    services: sorted(
      services.map((service) => [service.name, recordOfService(planOf(service, ordinaryPlanSetting))]),
    ),
  };
}

export function renderRecord(record: PlanRecord): string {
  return `${JSON.stringify(record, null, 2)}\n`;
}

/** Throws an Error that names where the text is from when it is no plan of this format. */
export function readRecord(text: string, source: string): PlanRecord {
  try {
    return planRecord.parse(JSON.parse(text));
  } catch (error) {
    throw new Error(
      `${source} is no plan that this version reads; name another commit, or a plan.json that "npm run alerts" wrote.`,
      { cause: error },
    );
  }
}

function recordOfService({ requestsPerHour, samples, objectives, symptoms }: ServicePlan): ServiceRecord {
  return {
    requestsPerHour,
    samples: Math.round(samples),
    objectives: sorted(
      objectives.map(({ objective, budget }) => [
        objective.name,
        {
          description: objective.description,
          target: objective.target,
          windowDays: objective.windowDays,
          budgetMinutes: rounded(budget.outageMinutes, 6),
          budgetEvents: rounded(budget.events, 6),
        },
      ]),
    ),
    alerts: sorted([...objectives.flatMap(alertsOfObjective), ...symptoms.map(alertOfSymptom)]),
  };
}

function alertsOfObjective({ objective, tiers, absence }: ObjectivePlan): [string, AlertRecord][] {
  const about = `objective ${objective.name}`;
  return [
    ...tiers.map((plan): [string, AlertRecord] => [
      `${objective.name} ${plan.tier.name}`,
      {
        ...commonOf(plan, about),
        secondsToTell: tellTimes(plan),
        budgetUsed: rounded(plan.budgetUsed, 3),
        // The rest is noise of the exponential function, which is another on another machine.
        falseAMonth: plan.falseAlertsAMonth < 1e-6 ? 0 : rounded(plan.falseAlertsAMonth, 2),
      },
    ]),
    [`${objective.name} data`, { ...commonOf(absence, about), secondsToTell: soonest(absence) }],
  ];
}

function alertOfSymptom(plan: SymptomPlan): [string, AlertRecord] {
  const { alert, severity, signal, level } = plan.symptom;
  const part = signal.component === undefined ? '' : ` ${signal.component}`;
  return [
    `${alert}${part} ${severity}`,
    {
      ...commonOf(plan, `signal ${signal.kind}${part}`),
      figures: figuresOf(level),
      secondsToTell: soonest(plan),
    },
  ];
}

function commonOf(
  { rule, told, samples }: TierPlan | SoonestPlan,
  about: string,
): Omit<AlertRecord, 'secondsToTell'> {
  return {
    alert: rule.alert,
    about,
    severity: rule.labels.severity ?? '',
    told: [...told],
    hold: rule.for,
    keepFiringFor: rule.keep_firing_for ?? '0s',
    figures: {},
    samples: Math.round(samples),
  };
}

function tellTimes({ secondsToTell: times }: TierPlan): Record<string, SecondsToTell> {
  return Object.fromEntries(
    plannedBadRatios.map((ratio, index) => [`${percent(ratio)} errors`, times[index] ?? 'never']),
  );
}

function soonest({ secondsToTell: seconds }: SoonestPlan): Record<string, SecondsToTell> {
  return { soonest: seconds };
}

function rounded(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}

function sorted<T>(entries: readonly (readonly [string, T])[]): Record<string, T> {
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
