/** How long a release that was promoted is watched, with the old one standing by. */

export interface WatchSettings {
  /** 0 for not at all. */
  readonly seconds: number;
  /** The option that was asked for, for the record. */
  readonly overrides: readonly string[];
}

/** Most releases that go bad do so within minutes; until then the old one costs its memory, and saves its start. */
const defaultSeconds = 600;

export function watchSettings(asked: { readonly seconds?: number | undefined }): WatchSettings {
  const { seconds = defaultSeconds } = asked;
  return { seconds, overrides: asked.seconds === undefined ? [] : [`--watch-seconds ${seconds}`] };
}
