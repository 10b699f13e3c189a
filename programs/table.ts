/**
 * The one table of programs: the kit that each comes in (`kits.ts`), the oldest version that will do, and what a person
 * misses without it.
 */
import { platform } from 'node:os';
import type { KitName } from './kits.ts';

export const programNames = [
  'prometheus',
  'promtool',
  'alertmanager',
  'amtool',
  'haproxy',
  'loki',
  'jaeger',
  'grafana',
  'postgres-exporter',
  'node-exporter',
  'sloth',
  'pint',
  'dashboard-linter',
] as const;
export type ProgramName = (typeof programNames)[number];

export interface Program {
  readonly kit: KitName;
  /** Names it goes by on PATH. */
  readonly commands: readonly string[];
  readonly minimum: string;
  /** The only system on which it tells what is asked of it; anywhere when not given. */
  readonly onlyOn?: NodeJS.Platform;
  /** None for a program that tells no version: the one that is there will do. */
  readonly versionArgs?: readonly string[];
  /** Completes "without it ...". */
  readonly cost: string;
}

export const programs: Readonly<Record<ProgramName, Program>> = {
  prometheus: {
    kit: 'prometheus',
    commands: ['prometheus'],
    minimum: '2.42',
    versionArgs: ['--version'],
    cost: 'nothing is measured and no alert fires',
  },
  promtool: {
    kit: 'prometheus',
    commands: ['promtool'],
    minimum: '2.42',
    versionArgs: ['--version'],
    cost: 'the alert rules cannot be checked',
  },
  alertmanager: {
    kit: 'alertmanager',
    commands: ['alertmanager', 'prometheus-alertmanager'],
    minimum: '0.25',
    versionArgs: ['--version'],
    cost: 'no alert reaches the desk',
  },
  amtool: {
    kit: 'alertmanager',
    commands: ['amtool'],
    minimum: '0.25',
    versionArgs: ['--version'],
    cost: "Alertmanager's configuration cannot be checked",
  },
  haproxy: {
    kit: 'haproxy',
    commands: ['haproxy'],
    minimum: '2.6',
    versionArgs: ['-v'],
    cost: 'traffic cannot be moved from one release to the next',
  },
  loki: {
    kit: 'loki',
    commands: ['loki'],
    minimum: '3.0',
    versionArgs: ['--version'],
    cost: 'incidents show no log lines',
  },
  jaeger: {
    kit: 'jaeger',
    commands: ['jaeger'],
    minimum: '2.0',
    versionArgs: ['version'],
    cost: 'incidents show no traces',
  },
  grafana: {
    kit: 'grafana',
    commands: ['grafana'],
    minimum: '12.4',
    versionArgs: ['--version'],
    cost: 'the dashboards cannot be looked at',
  },
  'postgres-exporter': {
    kit: 'postgres-exporter',
    commands: ['postgres_exporter', 'prometheus-postgres-exporter'],
    // Older ones do not know the statistics of PostgreSQL 17 and later.
    minimum: '0.17',
    versionArgs: ['--version'],
    cost: 'nothing is known of PostgreSQL but what the desk sees of it',
  },
  'node-exporter': {
    kit: 'node-exporter',
    commands: ['node_exporter', 'prometheus-node-exporter'],
    minimum: '1.5',
    // Elsewhere it counts memory in other metrics.
    onlyOn: 'linux',
    versionArgs: ['--version'],
    cost: "nothing is known of the host's CPU, memory and disks",
  },
  sloth: {
    kit: 'sloth',
    commands: ['sloth'],
    minimum: '0.16',
    versionArgs: ['version'],
    cost: 'the benchmarks take its committed figures instead of measuring it',
  },
  pint: {
    kit: 'pint',
    commands: ['pint'],
    minimum: '0.87',
    versionArgs: ['version'],
    cost: 'nobody lints the rules',
  },
  'dashboard-linter': {
    kit: 'dashboard-linter',
    commands: ['dashboard-linter'],
    minimum: '0',
    cost: 'nobody but our own checks judges the boards',
  },
};

/** Whether it can be used on this system at all. */
export function isForThisSystem(name: ProgramName): boolean {
  const { onlyOn = platform() } = programs[name];
  return onlyOn === platform();
}

/** What is no part of the stack: what a benchmark measures beside it and gets itself, and linters. */
const besideTheStack: ReadonlySet<ProgramName> = new Set(['sloth', 'pint', 'dashboard-linter']);

export const stackProgramNames: readonly ProgramName[] = programNames.filter(
  (name) => !besideTheStack.has(name) && isForThisSystem(name),
);
