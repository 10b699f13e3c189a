import { html } from './html.ts';
import { renderPage } from './layout.ts';

export function renderErrorPage(failure: {
  readonly status: number;
  readonly message: string;
  readonly traceId: string | undefined;
}): string {
  return renderPage(
    `${failure.status}`,
    html`<header><nav><a href="/">Incidents</a></nav><h1>${failure.status}</h1></header>
<p>${failure.message}</p>
${failure.status >= 500 && failure.traceId !== undefined && html`<p class="soft">Trace <code>${failure.traceId}</code></p>`}`,
  );
}
