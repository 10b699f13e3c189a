/** `$name` and `${...}` in links, titles and descriptions: what Grafana fills in there, and what would stay as it is. */
import { chosen } from './checked-board.ts';
import type { Fault } from './fault.ts';
import { panelPart } from './fault.ts';
import { everyPanel, type SealedBoard, variableNames } from './sealed-board.ts';

/**
 * At a click on a value: https://grafana.com/docs/grafana/latest/panels-visualizations/configure-data-links/ . The values
 * are what an address needs to be read on.
 */
const atClick: readonly (readonly [pattern: RegExp, value: string])[] = [
  [/^__url_time_range$/, 'from=1700000000000&to=1700000060000'],
  [/^__all_variables$/, ''],
  [/^__from$/, '1700000000000'],
  [/^__to$/, '1700000060000'],
  [/^__(value|field|series|data)\b/, encodeURIComponent('/incidents/:id')],
];

/** Fills in what Grafana fills in at the click; names the placeholders that it would leave. */
export function clicked(
  address: string,
  variables: ReadonlySet<string>,
): { readonly text: string; readonly unknown: readonly string[] } {
  const unknown: string[] = [];
  const text = address.replaceAll(/\$\{([^}]+)\}|\$(\w+)/g, (whole, braced?: string, bare?: string) => {
    const inside = braced ?? bare ?? '';
    const [name = '', format] = inside.split(':');
    if (variables.has(name)) return format === 'queryparam' ? `var-${name}=${chosen}` : chosen;
    const value = atClick.find(([pattern]) => pattern.test(name))?.[1];
    if (value === undefined) unknown.push(whole);
    return value ?? '';
  });
  return { text, unknown };
}

/** Titles and descriptions may speak of the board's variables. */
export function wordFaults(sealed: SealedBoard): Fault[] {
  const names = new Set(variableNames(sealed));
  const { uid: board, title, description } = sealed;
  const panels = everyPanel(sealed.panels).map((panel) => ({
    part: panelPart(panel.title, panel.id),
    words: `${panel.title}\n${panel.description}`,
  }));
  return [{ words: `${title}\n${description}` }, ...panels].flatMap(({ words, ...place }) =>
    [...words.matchAll(/\$(?:([a-zA-Z_]\w*)|\{(\w+)[^}]*\})/g)]
      .filter(([, bare, braced]) => !names.has(bare ?? braced ?? ''))
      .map(([whole]) => ({
        board,
        ...place,
        what: `its words have ${whole}, which is no variable of this board`,
        fix: 'add the variable, or say it in other words',
      })),
  );
}

/** A variable that changes nothing only promises to. */
export function idleVariables(sealed: SealedBoard): Fault[] {
  const { templating, ...rest } = sealed;
  return templating.list.flatMap(({ name }) => {
    const others = templating.list.filter((other) => other.name !== name);
    const used = new RegExp(`\\$(${name}\\b|\\{${name}[:}])`);
    // Links carry every variable to the next board; only a question shows that it does something here.
    const asked = JSON.stringify([
      others,
      rest.annotations,
      everyPanel(rest.panels).map(({ targets }) => targets),
    ]);
    return used.test(asked)
      ? []
      : [
          {
            board: sealed.uid,
            part: `variable "${name}"`,
            what: 'no question uses it',
            fix: 'use it in a query, or take it off the board',
          },
        ];
  });
}
