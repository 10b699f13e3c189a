/** From now on Ctrl-C takes a push back instead of leaving it half done. */
export function abortOnInterrupt(say: (line: string) => void): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(name, () => {
      if (!controller.signal.aborted) say(`${name}: taking back what was pushed so far`);
      controller.abort(new Error(`interrupted by ${name}`));
    });
  return controller.signal;
}
