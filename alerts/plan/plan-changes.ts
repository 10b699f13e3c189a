/** What changes for the person on call between two plans, in sentences. */
import type { AlertRecord, PlanRecord, ServiceRecord } from './plan-record.ts';
import { aMonth, figureName, figureText, grouped, percent, spokenSeconds } from './wording.ts';

export interface Change {
  /** "availability page-fast", or what the sentences are about as a whole. */
  readonly subject: string;
  readonly sentences: readonly string[];
}

export interface ServiceChanges {
  readonly service: string;
  readonly changes: readonly Change[];
}

/** Services and alerts in a stable order; none for what stays as it is. */
export function changesBetween(before: PlanRecord, after: PlanRecord): ServiceChanges[] {
  const names = namesOf(before.services, after.services);
  return names
    .map((service) => ({
      service,
      changes: changesOf(before.services[service], after.services[service]),
    }))
    .filter(({ changes }) => changes.length > 0);
}

function changesOf(before: ServiceRecord | undefined, after: ServiceRecord | undefined): Change[] {
  if (after === undefined)
    return [{ subject: 'service', sentences: [`removed, and its ${count(before)} with it`] }];
  if (before === undefined)
    return [
      { subject: 'service', sentences: [`added with ${count(after)}`] },
      ...Object.entries(after.alerts).flatMap(([key, alert]) =>
        changed(key, alertSentences(key, undefined, alert)),
      ),
    ];
  return [
    ...changed('traffic', [
      moved('requests an hour', before.requestsPerHour, after.requestsPerHour, grouped),
    ]),
    ...namesOf(before.objectives, after.objectives).flatMap((name) =>
      changed(name, objectiveSentences(before, after, name)),
    ),
    ...saidOnce(
      namesOf(before.alerts, after.alerts).flatMap((key) =>
        changed(key, alertSentences(key, before.alerts[key], after.alerts[key])),
      ),
      Object.keys(after.alerts).filter((key) => key in before.alerts),
    ),
    ...changed('all rules', [moved('samples in 30 s', before.samples, after.samples, grouped)]),
  ];
}

function objectiveSentences(before: ServiceRecord, after: ServiceRecord, name: string): Sentence[] {
  const [was, is] = [before.objectives[name], after.objectives[name]];
  if (is === undefined) return ['objective removed: nobody promises it any more'];
  const promise = `${percent(is.target)} over ${is.windowDays} days`;
  if (was === undefined) return [`objective added: ${is.description}, ${promise}`];
  const [firstBefore, firstAfter] = [firstTimes(before, name), firstTimes(after, name)];
  return [
    moved('about', was.description, is.description),
    moved('promises', `${percent(was.target)} over ${was.windowDays} days`, promise),
    moved('budget in minutes', was.budgetMinutes, is.budgetMinutes, grouped),
    moved('budget in events', was.budgetEvents, is.budgetEvents, grouped),
    ...Object.keys({ ...firstBefore, ...firstAfter }).map((failure) =>
      told(`first message at ${failure}`, firstBefore[failure], firstAfter[failure]),
    ),
  ];
}

type Times = Readonly<Record<string, number | 'never'>>;

/** The soonest of an objective's tiers, by what fails: what somebody who waits for any message sees. */
function firstTimes({ alerts }: ServiceRecord, name: string): Times {
  const first: Record<string, number | 'never'> = {};
  for (const { about, secondsToTell } of Object.values(alerts)) {
    if (about !== `objective ${name}`) continue;
    for (const [failure, seconds] of Object.entries(secondsToTell)) {
      if (failure === 'soonest') continue;
      const known = first[failure] ?? 'never';
      first[failure] = seconds === 'never' ? known : known === 'never' ? seconds : Math.min(known, seconds);
    }
  }
  return first;
}

function alertSentences(key: string, was: AlertRecord | undefined, is: AlertRecord | undefined): Sentence[] {
  if (was === undefined)
    return is === undefined ? [] : [`added, ${nameOf(key, is)}tells ${is.told.join(', ')}`];
  if (is === undefined) return [`removed, ${nameOf(key, was)}told ${was.told.join(', ')}`];
  return [
    moved('name', was.alert, is.alert),
    moved('severity', was.severity, is.severity),
    was.told.join() === is.told.join()
      ? undefined
      : `tells ${is.told.join(', ')} instead of ${was.told.join(', ')}`,
    ...Object.keys({ ...was.figures, ...is.figures }).map((name) =>
      moved(figureName(name), was.figures[name], is.figures[name], (value) => figureText(name, value)),
    ),
    moved('held for', was.hold, is.hold),
    moved('goes on after its end for', was.keepFiringFor, is.keepFiringFor),
    ...Object.keys({ ...was.secondsToTell, ...is.secondsToTell }).map((failure) =>
      told(
        failure === 'soonest' ? 'tells at the soonest' : `detects ${failure}`,
        was.secondsToTell[failure],
        is.secondsToTell[failure],
      ),
    ),
    moved('budget used before it fires', was.budgetUsed, is.budgetUsed, percent),
    moved('false alerts a month, at most', was.falseAMonth, is.falseAMonth, aMonth),
  ];
}

/** A symptom's key begins with its name; a tier's does not. */
function nameOf(key: string, { alert, severity }: AlertRecord): string {
  return key.startsWith(alert) ? 'it ' : `${alert} (${severity}) `;
}

/** "detects 10 % errors 40 s later: after 9 min, not 8 min 20 s". */
function told(
  what: string,
  was: number | 'never' | undefined,
  is: number | 'never' | undefined,
): string | undefined {
  if (was === is || was === undefined || is === undefined) return undefined;
  if (was === 'never') return `${what} after ${spoken(is)}, which it never did`;
  if (is === 'never') return `${what} no more; it did after ${spoken(was)}`;
  return `${what} ${spokenSeconds(Math.abs(is - was))} ${is > was ? 'later' : 'sooner'}: after ${spoken(is)}, not ${spoken(was)}`;
}

function spoken(seconds: number | 'never'): string {
  return seconds === 'never' ? seconds : spokenSeconds(seconds);
}

/** `name was -> is`; undefined where both read the same. */
function moved<T extends number | string>(
  name: string,
  was: T | undefined,
  is: T | undefined,
  text: (value: T) => string = String,
): string | undefined {
  const [from, to] = [was, is].map((value) => (value === undefined ? 'none' : text(value)));
  return from === to ? undefined : `${name} ${from} -> ${to}`;
}

type Sentence = string | undefined;

function changed(subject: string, sentences: readonly Sentence[]): Change[] {
  const said = sentences.filter((sentence) => sentence !== undefined);
  return said.length === 0 ? [] : [{ subject, sentences: said }];
}

/** Exceptions that are still worth naming beside what holds for all others. */
const mostExceptions = 3;

/** What holds for all alerts that stay, or for all but a few, is said once; `kept` are their keys. */
function saidOnce(changes: readonly Change[], kept: readonly string[]): Change[] {
  const saying = new Map<string, Set<string>>();
  for (const { subject, sentences } of changes)
    for (const sentence of sentences) saying.set(sentence, (saying.get(sentence) ?? new Set()).add(subject));
  const common = [...saying].flatMap(([sentence, subjects]) => {
    const exceptions = kept.filter((key) => !subjects.has(key));
    const isCommon = subjects.size > mostExceptions && exceptions.length <= mostExceptions;
    return isCommon ? [{ sentence, exceptions }] : [];
  });
  const saidAlready = new Set(common.map(({ sentence }) => sentence));
  return [
    ...common.map(({ sentence, exceptions }) => ({
      subject: exceptions.length === 0 ? 'every alert' : `every alert but ${exceptions.join(', ')}`,
      sentences: [sentence],
    })),
    ...changes.flatMap(({ subject, sentences }) =>
      changed(
        subject,
        sentences.filter((sentence) => !saidAlready.has(sentence)),
      ),
    ),
  ];
}

function count(service: ServiceRecord | undefined): string {
  const alerts = Object.keys(service?.alerts ?? {}).length;
  return alerts === 1 ? '1 alert' : `${alerts} alerts`;
}

function namesOf(before: object, after: object): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
}
