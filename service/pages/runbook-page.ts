import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { html } from './html.ts';
import { renderPage } from './layout.ts';

/** The runbook as it was written: its Markdown reads well, also when the place where it is kept is down too. */
export function renderRunbookPage(alert: string, markdown: string): string {
  return renderPage(
    `Runbook ${alert}`,
    html`<header><nav><a href="/">Incidents</a> / runbook</nav></header><main><pre>${markdown}</pre></main>`,
  );
}

/** undefined when there is none of that name; the name comes from an address and is never a path. */
export async function readRunbook(dir: string, alert: string): Promise<string | undefined> {
  if (!/^\w+$/.test(alert)) return undefined;
  try {
    return await readFile(join(dir, `${alert}.md`), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
