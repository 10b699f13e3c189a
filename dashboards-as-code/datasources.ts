/** The datasources that boards ask, by the uid under which provisioning/datasources/tocsin.yml makes them. */
export const datasources = {
  prometheus: { type: 'prometheus', uid: 'prometheus' },
  loki: { type: 'loki', uid: 'loki' },
  jaeger: { type: 'jaeger', uid: 'jaeger' },
} as const;

export type Backend = keyof typeof datasources;
