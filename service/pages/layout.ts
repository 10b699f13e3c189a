import { type Html, html, trustedMarkup } from './html.ts';
import { stylesheet } from './stylesheet.ts';

export function renderPage(title: string, body: Html): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${trustedMarkup(stylesheet)}</style>
</head>
<body>
${body}
<footer>Tocsin desk. Times are UTC.</footer>
</body>
</html>
`.html;
}
