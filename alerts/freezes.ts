/** When nothing is to be deployed, known in advance. What comes up meanwhile is declared on the desk (`npm run deploy -- freeze`). */

export interface FreezeWindow {
  /** As a refusal names it. */
  readonly name: string;
  readonly reason: string;
  /** ISO 8601 with an offset; `until` is the first moment after it. */
  readonly from: string;
  readonly until: string;
  readonly environments: readonly string[];
  /** Names in the catalog; all of them unless told. */
  readonly services?: readonly string[];
}

export const freezeWindows: readonly FreezeWindow[] = defineFreezes([
  {
    name: 'year-end',
    reason: 'fewer people are there to mend what breaks',
    from: '2026-12-23T16:00:00Z',
    until: '2027-01-04T08:00:00Z',
    environments: ['production'],
  },
]);

/** Throws an Error that names the window, the value and the fix. */
export function defineFreezes(windows: readonly FreezeWindow[]): readonly FreezeWindow[] {
  for (const { name, reason, from, until, environments } of windows) {
    const where = `alerts/freezes.ts: freeze "${name}"`;
    for (const moment of [from, until])
      if (
        !/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)$/.test(moment) ||
        Number.isNaN(Date.parse(moment))
      )
        throw new Error(`${where}: "${moment}" is no moment; write it as 2026-12-23T16:00:00Z.`);
    if (Date.parse(until) <= Date.parse(from))
      throw new Error(`${where}: it ends at ${until}, before it begins at ${from}; exchange them.`);
    if (reason.trim() === '') throw new Error(`${where}: it has no reason; say why nothing may change.`);
    if (environments.length === 0)
      throw new Error(`${where}: it is for no environment; name one, such as production.`);
  }
  return windows;
}

/** The windows that hold at a moment for a service in an environment. */
export function freezesAt(
  windows: readonly FreezeWindow[],
  at: Date,
  { service, environment }: { readonly service: string; readonly environment: string },
): FreezeWindow[] {
  return windows.filter(
    (window) =>
      Date.parse(window.from) <= at.getTime() &&
      at.getTime() < Date.parse(window.until) &&
      window.environments.includes(environment) &&
      (window.services?.includes(service) ?? true),
  );
}
