export type Shutdown = ReturnType<typeof createShutdown>;

/**
 * What has to be stopped, in the reverse order of how it was started.
 *
 * `asked` resolves at the first signal. Further signals change nothing: the stop is under way.
 */
export function createShutdown() {
  const stops: (() => Promise<unknown>)[] = [];
  const asking = new AbortController();
  const asked = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => {
        asking.abort();
        resolve();
      });
  });

  return {
    asked,
    /** Aborted when a stop is asked for: ends the helpers that a start is waiting for. */
    signal: asking.signal,
    add: (stop: () => Promise<unknown>): void => void stops.push(stop),
    /** Waits for a thing to start and notes how it is stopped, also when the stop comes while it starts. */
    acquire<T extends { stop(): Promise<unknown> }>(starting: Promise<T>): Promise<T> {
      stops.push(() =>
        starting.then(
          (started) => started.stop(),
          () => undefined,
        ),
      );
      return starting;
    },
    async run(): Promise<void> {
      asking.abort();
      for (let stop = stops.pop(); stop !== undefined; stop = stops.pop()) await stop().catch(report);
    },
  };
}

const report = (error: unknown): void =>
  void process.stderr.write(`While stopping: ${error instanceof Error ? error.message : String(error)}\n`);
