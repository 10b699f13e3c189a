/**
 * Span attributes by which Jaeger finds requests that failed with any 5xx: instrumentation marks a server's span as an
 * error from 500 on, and not for what a caller did wrong. By status code it would take one search a code, and a store
 * that is down answers 503. Needs a store that matches these (badger does, Jaeger's memory store does not).
 */
export const failedRequestTags = { 'span.kind': 'server', error: 'true' } as const;
