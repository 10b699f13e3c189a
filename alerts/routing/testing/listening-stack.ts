/** For tests: a real Alertmanager with the compiled routes, and somebody who takes all that it tells. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { z } from 'zod';
import { startAlertmanager } from '../../../programs/servers/alertmanager.ts';
import type { Server } from '../../../programs/servers/server.ts';
import { alertmanagerConfig } from '../alertmanager-config.ts';
import type { Owner } from '../owner.ts';
import { routingTree } from '../routing-tree.ts';
import type { Timing } from '../severity-routes.ts';
import { exampleOwners, exampleServices } from './example-routing.ts';
import { NotificationCatcher } from './notification-catcher.ts';

const alertsSchema = z.array(
  z.object({
    labels: z.record(z.string(), z.string()),
    status: z.object({ state: z.string(), inhibitedBy: z.array(z.string()) }),
  }),
);

/** Waits for what Alertmanager says only when asked; a test's own timeout ends the wait. */
export async function until(claim: () => Promise<boolean>): Promise<void> {
  while (!(await claim())) await new Promise((resolve) => setTimeout(resolve, 50));
}

/** Seconds instead of minutes; nothing else about the routes differs. */
const hurried = { groupWait: '1s', groupInterval: '1s', repeatInterval: '1h' } as const satisfies Timing;

export class ListeningStack {
  readonly told: NotificationCatcher;
  readonly #alertmanager: Server;
  readonly #runDir: string;

  private constructor(told: NotificationCatcher, alertmanager: Server, runDir: string) {
    this.told = told;
    this.#alertmanager = alertmanager;
    this.#runDir = runDir;
  }

  /** Up, with the secret files that are given by name and text; the desk is told at /desk, PagerDuty at /pagerduty. */
  static async start(
    secretsFor: (catcherUrl: string) => Readonly<Record<string, string>> = () => ({}),
    platform: Partial<Owner> = {},
  ): Promise<ListeningStack> {
    const runDir = await mkdtemp(join(tmpdir(), 'tocsin-routing-'));
    const told = await NotificationCatcher.start();
    const tree = routingTree(exampleServices, exampleOwners(told.url, platform));
    const config = alertmanagerConfig(
      { ...tree, routes: tree.routes.map((route) => ({ ...route, timing: hurried })) },
      { deskWebhookUrl: `${told.url}/desk`, secretsDir: runDir },
    );
    for (const [name, text] of Object.entries(secretsFor(told.url)))
      await writeFile(join(runDir, name), text);
    const global = { pagerduty_url: `${told.url}/pagerduty` };
    const alertmanager = await startAlertmanager({ runDir, configText: stringify({ global, ...config }) });
    return new ListeningStack(told, alertmanager, runDir);
  }

  /** Puts a secret's file where it was missing. */
  async writeSecret(name: string, text: string): Promise<void> {
    await writeFile(join(this.#runDir, name), text);
  }

  /** Alerts that fire for an hour from now. */
  async fire(...alerts: readonly Readonly<Record<string, string>>[]): Promise<void> {
    await this.#post(alerts, Date.now() + 3_600_000);
  }

  /** The same alerts, over now. */
  async resolve(...alerts: readonly Readonly<Record<string, string>>[]): Promise<void> {
    await this.#post(alerts, Date.now());
  }

  /** Each alert that Alertmanager knows, by its `alertname`, and whether another one keeps it quiet. */
  // By the label `what` of the alerts that a test sends.
  async inhibited(): Promise<Record<string, boolean>> {
    const answer = await fetch(`${this.#alertmanager.url}/api/v2/alerts`);
    const alerts = alertsSchema.parse(await answer.json());
    return Object.fromEntries(
      alerts.map(({ labels, status }) => [labels.what ?? '', status.inhibitedBy.length > 0]),
    );
  }

  /** How many notifications of an integration ("slack", "pagerduty") failed, as its own metrics say. */
  async failures(integration: string): Promise<number> {
    const metrics = await (await fetch(`${this.#alertmanager.url}/metrics`)).text();
    const samples = metrics.matchAll(
      /^alertmanager_notifications_failed_total\{[^}]*integration="(\w+)"[^}]*\} (\S+)$/gm,
    );
    return [...samples].reduce((sum, [, name, value]) => sum + (name === integration ? Number(value) : 0), 0);
  }

  async log(): Promise<string> {
    return readFile(this.#alertmanager.child.logPath, 'utf8');
  }

  async stop(): Promise<void> {
    await this.#alertmanager.stop();
    await this.told.close();
    await rm(this.#runDir, { recursive: true });
  }

  async #post(alerts: readonly Readonly<Record<string, string>>[], endsAtMs: number): Promise<void> {
    const body = alerts.map((labels) => ({
      labels,
      annotations: {
        summary: `summary of ${labels.alertname}`,
        description: 'what it means',
        runbook_url: 'r.md',
      },
      endsAt: new Date(endsAtMs).toISOString(),
    }));
    const answer = await fetch(`${this.#alertmanager.url}/api/v2/alerts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok)
      throw new Error(`Alertmanager refused the alerts: ${answer.status} ${await answer.text()}`);
  }
}
