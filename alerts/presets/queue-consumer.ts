/**
 * A consumer of a queue: how much of its work it does well, how much waits, and for how long. What it does it counts
 * itself, under names of its own; what waits the broker tells, or it does.
 */
import type { ObjectiveEvents } from '../objective.ts';
import { increase, type LabelCondition, narrow, renderPromql, type Selector, selector } from '../promql.ts';
import { common, type PresetScope } from '../symptoms/presets/scope.ts';
import { scrapesOver } from './gauge-limit.ts';
import { type Preset, type Promised, promised, type ScrapeLabel, seriesLabels } from './scope.ts';

type CounterMetric = `${string}_total` | `${string}_count`;

/**
 * A counter of messages that were done with, failed ones too, and what its labels say of those; or another counter of
 * those, which is read by `increase` and so not exact to the message.
 */
export interface Outcomes {
  readonly counter: CounterMetric;
  readonly failed: Readonly<Record<string, LabelCondition>> | CounterMetric;
}

/** Where it is seen how many messages nobody has taken yet. */
export type Backlog =
  /** `rabbitmq_queue_messages_ready`, scraped from `/metrics/per-object`. https://www.rabbitmq.com/docs/prometheus */
  | { readonly rabbitmqQueue: string; readonly vhost?: string }
  /** `kafka_consumergroup_lag` of https://github.com/danielqsj/kafka_exporter, over all partitions. */
  | { readonly kafkaConsumerGroup: string; readonly topic: string }
  /** A gauge of the consumer's own. */
  | { readonly gauge: string };

export interface PromisedAge extends Promised {
  /** How long a message may wait. */
  readonly maxAgeSeconds: number;
  /** How long the oldest message has been waiting, 0 where none is. */
  readonly gauge: `${string}_seconds`;
}

export interface QueueConsumerOptions extends PresetScope {
  /** What singles out the consumer's own series. */
  readonly of: PresetScope['of'] & { readonly [L in ScrapeLabel]?: LabelCondition };
  readonly messages: Outcomes;
  /** That messages are worked on without an error. */
  readonly processing?: Promised;
  readonly backlog?: Backlog;
  /** That nobody waits for too long. */
  readonly oldest?: PromisedAge;
}

/** Objectives `availability` (of processing) and `freshness` (of the oldest message), and the backlog as a queue. */
export function queueConsumer(options: QueueConsumerOptions): Preset {
  const { of, messages, processing, backlog, oldest } = options;
  const labels = seriesLabels({ route: null, method: null }, options);
  return {
    objectives: [
      ...(processing === undefined
        ? []
        : [
            {
              ...promised(processing, 'availability'),
              description: 'messages worked on without an error',
              events: outcomesOf(messages, of),
              labels,
            },
          ]),
      ...(oldest === undefined
        ? []
        : [
            {
              ...promised(oldest, 'freshness'),
              description: `time in which no message waits for over ${oldest.maxAgeSeconds} s`,
              events: scrapesOver(selector(oldest.gauge, of), oldest.maxAgeSeconds),
              labels,
            },
          ]),
    ],
    signals:
      backlog === undefined
        ? []
        : [{ kind: 'queue', ...common({ ...options, labels }), waiting: waitingIn(backlog, of) }],
    symptoms: {},
  };
}

function outcomesOf({ counter, failed }: Outcomes, of: PresetScope['of']): ObjectiveEvents {
  const total = selector(counter, of);
  if (typeof failed !== 'string') return { total, bad: narrow(total, failed) };
  const counted = (series: Selector): string => renderPromql(increase(series, '$window'));
  return { rawTotal: counted(total), rawBad: counted(selector(failed, of)) };
}

function waitingIn(backlog: Backlog, of: PresetScope['of']): Selector {
  if ('gauge' in backlog) return selector(backlog.gauge, of);
  if ('rabbitmqQueue' in backlog)
    return selector('rabbitmq_queue_messages_ready', { queue: backlog.rabbitmqQueue, vhost: backlog.vhost });
  return selector('kafka_consumergroup_lag', {
    consumergroup: backlog.kafkaConsumerGroup,
    topic: backlog.topic,
  });
}
