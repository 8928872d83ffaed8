import type { z } from 'zod';
import type { Endpoint } from './endpoint.ts';

/** A service answered with a problem document. `code` is stable; `facts` are its extension members. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: number;
  readonly code: string;
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(status: number, code: string, facts: Readonly<Record<string, unknown>>) {
    super(typeof facts['title'] === 'string' ? facts['title'] : code);
    this.status = status;
    this.code = code;
    this.facts = facts;
  }
}

export type ClientOptions = {
  readonly baseUrl: string;
  /** The bearer token of a call that brings none of its own; null for an anonymous one. */
  readonly token?: () => Promise<string | null>;
  /** Milliseconds of machine time for one call. */
  readonly timeoutMs?: number;
};

type Input<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> = {
  readonly params?: z.input<P>;
  readonly query?: z.input<Q>;
  readonly body?: z.input<B>;
  /** Instead of the client's own; null speaks as nobody. */
  readonly token?: string | null;
  /** A repeat with the same key does nothing and answers the same. */
  readonly idempotencyKey?: string;
  readonly traceparent?: string;
  /** The network address of the browser for which a service asks, where limits are counted by it. */
  readonly forwardedFor?: string;
  /** Instead of the client's own. */
  readonly timeoutMs?: number;
};

export type Client = {
  /**
   * Calls one operation and checks its answer against the contract.
   *
   * Throws an `ApiProblem` for every answer that is not a success, with code
   * `temporarily-unavailable` and status 503 when nobody answers in time.
   */
  call<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(
    endpoint: Endpoint<P, Q, B, A>,
    input?: Input<P, Q, B>,
  ): Promise<z.output<A>>;
  /** As `call`, with the status beside the answer, for those to whom 201 and 200 are not the same. */
  exchange<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(
    endpoint: Endpoint<P, Q, B, A>,
    input?: Input<P, Q, B>,
  ): Promise<{ status: number; answer: z.output<A> }>;
};

export function createClient({ baseUrl, token, timeoutMs = 5_000 }: ClientOptions): Client {
  const client: Client = {
    call: async (endpoint, input) => (await client.exchange(endpoint, input)).answer,

    async exchange(endpoint, input = {}) {
      const bearer = input.token === undefined ? ((await token?.()) ?? null) : input.token;
      const url = `${baseUrl}${pathOf(endpoint.path, input.params)}${queryOf(input.query)}`;
      const { response, body } = await within(input.timeoutMs ?? timeoutMs, async (signal) => {
        const init = {
          method: endpoint.method.toUpperCase(),
          headers: headersOf(input, bearer),
          body: input.body === undefined ? null : JSON.stringify(input.body),
          signal,
        };
        const response = await fetch(url, init).catch(throwUnavailable);
        const isText = response.ok && endpoint.media !== undefined;
        const body: unknown = isText ? await response.text() : await response.json().catch(() => null);
        return { response, body };
      });
      if (!response.ok) throw problemOf(response.status, body);
      return { status: response.status, answer: endpoint.answer.parse(body) };
    },
  };
  return client;
}

/** As `AbortSignal.timeout`, whose timer would go off, and make an error, long after the answer of each call is there. */
async function within<T>(milliseconds: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), milliseconds);
  try {
    return await work(late.signal);
  } finally {
    clearTimeout(timer);
  }
}

function throwUnavailable(error: unknown): never {
  throw new ApiProblem(503, 'temporarily-unavailable', {
    title: 'A service does not answer.',
    cause: String(error),
  });
}

function headersOf(
  input: Input<z.ZodType, z.ZodType, z.ZodType>,
  bearer: string | null,
): Record<string, string> {
  return {
    accept: 'application/json',
    ...(input.body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
    ...(input.idempotencyKey === undefined ? {} : { 'idempotency-key': input.idempotencyKey }),
    ...(input.traceparent === undefined ? {} : { traceparent: input.traceparent }),
    ...(input.forwardedFor === undefined ? {} : { 'x-forwarded-for': input.forwardedFor }),
  };
}

const pathOf = (path: string, params: unknown): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String((params as Record<string, unknown> | undefined)?.[name])),
  );

function queryOf(query: unknown): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries((query ?? {}) as Record<string, unknown>))
    if (value !== undefined) search.set(key, String(value));
  return search.size === 0 ? '' : `?${search}`;
}

function problemOf(status: number, body: unknown): ApiProblem {
  const facts = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  return new ApiProblem(status, typeof facts['code'] === 'string' ? facts['code'] : 'unexpected', facts);
}
