/**
 * Batching with a count of what was lost. The SDK's own queue drops silently when it is full, and an export that
 * fails only reaches a debug log; here both end in one callback, which feeds telemetry_dropped_total.
 * 32768/8192 instead of the default 2048/512, which loses most spans at a collector latency of 50 ms.
 */
import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import {
  BatchLogRecordProcessor,
  type LogRecordExporter,
  type LogRecordProcessor,
} from '@opentelemetry/sdk-logs';
import { BatchSpanProcessor, type SpanExporter, type SpanProcessor } from '@opentelemetry/sdk-trace';

const batch = {
  maxQueueSize: 32_768,
  maxExportBatchSize: 8192,
  scheduledDelayMillis: 500,
  exportTimeoutMillis: 10_000,
};

export type OnDropped = (count: number) => void;

export function countedSpanProcessor(exporter: SpanExporter, onDropped: OnDropped): SpanProcessor {
  const queue = new CountedQueue(onDropped);
  const processor = new BatchSpanProcessor({ ...batch, exporter: countExports(exporter, queue) });
  return {
    onStart: () => {},
    onEnd: (span) => {
      const isSampled = (span.spanContext().traceFlags & 1) === 1;
      if (isSampled && queue.hasRoom()) processor.onEnd(span);
    },
    forceFlush: () => processor.forceFlush(),
    shutdown: () => processor.shutdown(),
  };
}

export function countedLogProcessor(exporter: LogRecordExporter, onDropped: OnDropped): LogRecordProcessor {
  const queue = new CountedQueue(onDropped);
  const processor = new BatchLogRecordProcessor({ ...batch, exporter: countExports(exporter, queue) });
  return {
    onEmit: (record) => {
      if (queue.hasRoom()) processor.onEmit(record);
    },
    forceFlush: () => processor.forceFlush(),
    shutdown: () => processor.shutdown(),
  };
}

/** Mirrors the length of the batch processor's queue, so that what would be dropped inside it is counted instead. */
class CountedQueue {
  #length = 0;
  readonly #onDropped: OnDropped;

  constructor(onDropped: OnDropped) {
    this.#onDropped = onDropped;
  }

  hasRoom(): boolean {
    if (this.#length >= batch.maxQueueSize) {
      this.#onDropped(1);
      return false;
    }
    this.#length += 1;
    return true;
  }

  handOver(count: number): void {
    this.#length -= count;
  }

  drop(count: number): void {
    this.#onDropped(count);
  }
}

interface Exporter<Item> {
  export(items: Item[], done: (result: ExportResult) => void): void;
  shutdown(): Promise<void>;
  forceFlush?(): Promise<void>;
}

function countExports<Item>(exporter: Exporter<Item>, queue: CountedQueue) {
  return {
    export: (items: Item[], done: (result: ExportResult) => void) => {
      queue.handOver(items.length);
      exporter.export(items, (result) => {
        if (result.code !== ExportResultCode.SUCCESS) queue.drop(items.length);
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
    forceFlush: async () => exporter.forceFlush?.(),
  };
}
