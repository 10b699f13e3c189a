/** HTML by tagged template: what is interpolated is escaped, unless it was made by this same tag. */
export interface Html {
  readonly html: string;
}

type Interpolated = Html | string | number | readonly Html[] | false | null | undefined;

export function html(strings: TemplateStringsArray, ...values: readonly Interpolated[]): Html {
  return { html: String.raw({ raw: strings }, ...values.map(render)) };
}

/** For markup made elsewhere in the desk by code that escapes by itself (the SVG chart). Never for input. */
export function trustedMarkup(markup: string): Html {
  return { html: markup };
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** An address from a label or annotation; anything but http(s) becomes plain text. */
export function link(url: string, text: string): Html {
  return /^(https?:\/\/|\/[^/])/i.test(url)
    ? html`<a href="${url}" rel="noreferrer">${text}</a>`
    : html`${text}`;
}

function render(value: Interpolated): string {
  if (value === false || value === null || value === undefined) return '';
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value));
  return 'html' in value ? value.html : value.map(({ html: inner }) => inner).join('');
}
