/** Where the stack is that the scripts ask: from the environment, or from what a running demo left in `.tocsin/stack.env`. */
import { z } from 'zod';
import { stackEnvironment } from '../programs/stack-env.ts';

const schema = z.object({
  SERVICE: z.string().default('desk'),
  ENVIRONMENT: z.string().default('production'),
  PROMETHEUS_URL: z.url().optional(),
  LOKI_URL: z.url().optional(),
  JAEGER_URL: z.url().optional(),
  DESK_URL: z.url().optional(),
  /** Of the service's database; it holds a password. */
  DATABASE_URL: z.url().optional(),
  CATALOG_FILE: z.string().default('alerts/generated/catalog.json'),
});

const healthSchema = z.object({
  HEALTH_URL: z.url({ protocol: /^https?$/ }).optional(),
  HAPROXY_FRONT: z.string().optional(),
  PORT: z.string().default('8080'),
});

export type StackAddresses = z.infer<typeof schema>;

export function readStackAddresses(): StackAddresses {
  return schema.parse({ ...stackEnvironment(process.env), ...process.env });
}

/** Where users reach the service: over the proxy of the stack that runs, else on the port of the containers. */
export function readHealthUrl(): string {
  const { HEALTH_URL, HAPROXY_FRONT, PORT } = healthSchema.parse({
    ...stackEnvironment(process.env),
    ...process.env,
  });
  return HEALTH_URL ?? `http://${HAPROXY_FRONT ?? `127.0.0.1:${PORT}`}`;
}
