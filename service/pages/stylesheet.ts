import { createHash } from 'node:crypto';

/** Inline in each page and named by its hash in the Content-Security-Policy. */
export const stylesheet = `
:root { color-scheme: light dark; --text: #1c2126; --soft: #5a646e; --line: #dde2e7; --ground: #fff; --raised: #f6f7f9;
  --link: #0b5cad; --bad: #b42318; --bad-ground: #fdecea; --warn: #8a5300; --warn-ground: #fdf3e0; --good: #1a6b3c; --good-ground: #e6f4ec; }
@media (prefers-color-scheme: dark) { :root { --text: #e4e7ea; --soft: #9aa4ae; --line: #2f363d; --ground: #14181c; --raised: #1c2227;
  --link: #7ab7ff; --bad: #ff9b8f; --bad-ground: #3a1a17; --warn: #f2c26b; --warn-ground: #362a12; --good: #7fd6a2; --good-ground: #15301f; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem 1rem 3rem; max-width: 52rem; background: var(--ground); color: var(--text);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; overflow-wrap: anywhere; }
header nav { font-size: .9rem; color: var(--soft); }
h1 { font-size: 1.45rem; line-height: 1.25; margin: .6rem 0 .4rem; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
h3 { font-size: .95rem; margin: 1.2rem 0 .3rem; }
p { margin: .4rem 0; }
a { color: var(--link); text-underline-offset: .15em; }
small, .soft { color: var(--soft); }
small { font-size: .85rem; }
.line { display: block; }
code, pre { font: .84rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
pre { margin: .4rem 0; padding: .6rem .75rem; background: var(--raised); border-radius: 6px; white-space: pre-wrap; }
.badge { display: inline-block; padding: .05rem .5rem; margin-right: .35rem; border-radius: 99px; font-size: .82rem; background: var(--raised);
  color: var(--soft); white-space: nowrap; }
.bad { background: var(--bad-ground); color: var(--bad); } .warn { background: var(--warn-ground); color: var(--warn); }
.good { background: var(--good-ground); color: var(--good); }
ul.plain, ol.plain { list-style: none; margin: 0; padding: 0; }
ul.plain > li, ol.plain > li { padding: .7rem 0; border-top: 1px solid var(--line); }
ul.plain > li:first-child, ol.plain > li:first-child { border-top: 0; }
table { width: 100%; border-collapse: collapse; font-size: .92rem; font-variant-numeric: tabular-nums; }
th { text-align: left; font-weight: 500; color: var(--soft); font-size: .85rem; }
th, td { padding: .35rem .6rem .35rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th:last-child, td:last-child { padding-right: 0; }
.number { text-align: right; white-space: nowrap; }
.facts th { width: 10rem; }
.timeline > li { display: grid; grid-template-columns: 4.6rem 1fr; gap: .2rem .75rem; }
.timeline time { color: var(--soft); font-size: .85rem; padding-top: .1rem; font-variant-numeric: tabular-nums; }
.timeline .detail { min-width: 0; }
.chart { display: block; width: 100%; height: auto; max-width: 30rem; }
figure { margin: 0; min-width: 0; } figcaption { max-width: 34rem; }
.panels { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 21rem), 1fr)); column-gap: 2rem; }
.panels > figure { display: grid; grid-row: span 3; grid-template-rows: subgrid; padding-bottom: 1rem; } figcaption.alone { grid-row: span 2; }
@media (min-width: 52rem) { .lead { display: grid; grid-template-columns: minmax(0, 30rem) 1fr; column-gap: 2rem; } }
details { margin: .4rem 0; } summary { cursor: pointer; color: var(--soft); font-size: .88rem; }
footer { margin-top: 3rem; font-size: .82rem; color: var(--soft); }
@media (max-width: 30rem) { body { padding: .75rem .9rem 2.5rem; } .facts th { width: 7.2rem; } .optional { display: none; } }
`;

export const stylesheetHash = `sha256-${createHash('sha256').update(stylesheet).digest('base64')}`;
