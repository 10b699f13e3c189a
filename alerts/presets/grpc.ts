/**
 * A gRPC server with go-grpc-middleware's Prometheus interceptors. The histogram is there only with
 * `WithServerHandlingTimeHistogram`.
 * https://github.com/grpc-ecosystem/go-grpc-middleware/tree/main/providers/prometheus
 */
import { matches } from '../promql.ts';
import { clientLibraryEdges, requestPreset, type TimedRequestPromises } from './request-series.ts';
import type { Preset, SeriesScope } from './scope.ts';

/** As Go writes them. https://pkg.go.dev/google.golang.org/grpc/codes#Code */
export type GrpcCode =
  | 'OK'
  | 'Canceled'
  | 'Unknown'
  | 'InvalidArgument'
  | 'DeadlineExceeded'
  | 'NotFound'
  | 'AlreadyExists'
  | 'PermissionDenied'
  | 'ResourceExhausted'
  | 'FailedPrecondition'
  | 'Aborted'
  | 'OutOfRange'
  | 'Unimplemented'
  | 'Internal'
  | 'Unavailable'
  | 'DataLoss'
  | 'Unauthenticated';

/**
 * The codes that OpenTelemetry counts as errors of a server; the others tell a caller about its own call.
 * https://opentelemetry.io/docs/specs/semconv/rpc/grpc/#server-span
 */
export const serverFaults = [
  'Unknown',
  'DeadlineExceeded',
  'Unimplemented',
  'Internal',
  'Unavailable',
  'DataLoss',
] as const satisfies readonly GrpcCode[];

export interface GrpcOptions
  extends SeriesScope<'grpc_service' | 'grpc_method' | 'grpc_type'>,
    TimedRequestPromises {
  /** Codes of failed calls. Default: `serverFaults`; a quota of the service's own would add ResourceExhausted. */
  readonly faults?: readonly [GrpcCode, ...GrpcCode[]];
}

/** `grpc_server_handled_total{grpc_code}` and `grpc_server_handling_seconds`. */
export function grpc(options: GrpcOptions): Preset {
  return requestPreset(
    {
      counter: 'grpc_server_handled_total',
      failed: { grpc_code: matches((options.faults ?? serverFaults).join('|')) },
      histogram: { metric: 'grpc_server_handling_seconds', unit: 's', edges: clientLibraryEdges },
      labels: { route: 'grpc_method', method: 'grpc_type' },
      good: "calls answered without an error of the server's",
    },
    options,
  );
}
