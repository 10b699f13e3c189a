/**
 * From now on Ctrl-C, and whoever asks the process to end, aborts the signal instead, so that what was begun is ended or
 * taken back. `onFirst` hears the first of them, and none after it.
 */
export function abortOnInterrupt(onFirst: (name: NodeJS.Signals) => void = () => {}): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(name, () => {
      if (!controller.signal.aborted) onFirst(name);
      controller.abort(new Error(`interrupted by ${name}`));
    });
  return controller.signal;
}
