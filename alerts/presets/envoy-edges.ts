/**
 * Upper bounds of Envoy's buckets in seconds, where its configuration sets no others; the series have milliseconds.
 * https://github.com/envoyproxy/envoy/blob/main/source/common/stats/histogram_impl.cc
 */
export const envoyEdges = [
  0.0005, 0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 600, 1800, 3600,
] as const;
