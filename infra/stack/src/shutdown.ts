export type Shutdown = ReturnType<typeof createShutdown>;

/**
 * What has to be stopped, in the reverse order of how it was started.
 *
 * `asked` resolves at the first signal. Further signals change nothing: the stop is under way.
 */
export function createShutdown() {
  const stops: (() => Promise<unknown>)[] = [];
  let isAsked = false;
  const asked = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => {
        isAsked = true;
        resolve();
      });
  });

  return {
    asked,
    isAsked: (): boolean => isAsked,
    add: (stop: () => Promise<unknown>): void => void stops.push(stop),
    async run(): Promise<void> {
      isAsked = true;
      for (let stop = stops.pop(); stop !== undefined; stop = stops.pop()) await stop().catch(report);
    },
  };
}

const report = (error: unknown): void =>
  void process.stderr.write(`While stopping: ${error instanceof Error ? error.message : String(error)}\n`);
