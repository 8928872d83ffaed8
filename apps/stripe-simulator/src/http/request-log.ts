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
  const kept: { readonly at: number; readonly request: LoggedRequest }[] = [];
  let count = 0;
  let reads = 0;
  return {
    note(request: LoggedRequest): void {
      // In a circle: the newest takes the place of the oldest.
      kept[count % KEPT] = { at: now(), request };
      count += 1;
      if (request.method === 'GET') reads += 1;
    },
    /** Newest first. */
    recent: (limit: number) =>
      Array.from({ length: Math.min(limit, kept.length) }, (_, back) => kept[(count - 1 - back) % KEPT])
        .filter((one) => one !== undefined)
        .map(({ at, request }) => ({ at: new Date(at).toISOString(), ...request })),
    count: (): number => count,
    /** How many of them only looked. */
    reads: (): number => reads,
  };
}

export type RequestLog = ReturnType<typeof createRequestLog>;
