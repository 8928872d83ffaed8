/** The service refused or did not answer; `isAway` says which. */
export class ServiceSilence extends Error {
  override readonly name = 'ServiceSilence';
  readonly status: number;
  readonly isAway: boolean;

  constructor(message: string, { status, isAway }: { status: number; isAway: boolean }) {
    super(message);
    this.status = status;
    this.isAway = isAway;
  }
}

type Options = {
  readonly baseUrl: string;
  readonly token: () => Promise<string>;
};

export type Call = {
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds; a stream has none. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
};

export type Service = (call: Call) => Promise<Response>;

/** Calls entitlement with a service's token. Rejects with a `ServiceSilence` for whatever is no success; 304 is one. */
export const serviceAt =
  ({ baseUrl, token }: Options): Service =>
  async (call) => {
    const response = await fetch(`${baseUrl}${call.path}`, requestOf(call, await token())).catch(
      (error: unknown) => {
        const message = `entitlement does not answer: ${String(error)}`;
        throw new ServiceSilence(message, { status: 503, isAway: true });
      },
    );
    if (response.ok || response.status === 304) return response;
    await response.body?.cancel();
    const isAway = [502, 503, 504].includes(response.status);
    throw new ServiceSilence(`entitlement answered ${response.status}`, { status: response.status, isAway });
  };

function requestOf({ body, headers, timeoutMs, signal }: Call, token: string): RequestInit {
  const ends = [signal, timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs)];
  const own = { authorization: `Bearer ${token}`, ...headers };
  return {
    signal: AbortSignal.any(ends.filter((end) => end !== undefined)),
    ...(body === undefined
      ? { headers: own }
      : {
          method: 'POST',
          headers: { ...own, 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
  };
}
