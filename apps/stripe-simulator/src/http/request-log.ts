export type LoggedRequest = {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly idempotencyKey: string | null;
  readonly millis: number;
};

const KEPT = 1_000;

/** The last requests, for looking at. They do not outlive the process. */
export function createRequestLog(now: () => number) {
  const kept: (LoggedRequest & { readonly at: string })[] = [];
  let count = 0;
  return {
    note(request: LoggedRequest): void {
      count += 1;
      kept.push({ at: new Date(now()).toISOString(), ...request });
      if (kept.length > KEPT) kept.shift();
    },
    /** Newest first. */
    recent: (limit: number) => kept.slice(-limit).reverse(),
    count: (): number => count,
  };
}

export type RequestLog = ReturnType<typeof createRequestLog>;
