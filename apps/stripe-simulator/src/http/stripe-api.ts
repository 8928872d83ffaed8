import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { MachineClock } from '@gatefold/kernel';
import { refuse } from '../domain/refusals.ts';
import { apiVersion } from '../domain/wire.ts';
import { checkKey, checkVersion } from './callers.ts';
import { isStripesCall } from './derived.ts';
import { bodyOf, headerOf, type Exchange } from './exchange.ts';
import { rateLimited, underFault, type Sent } from './fault-lines.ts';
import type { FaultParts } from './faults.routes.ts';
import { createMatcher, type Matched } from './matcher.ts';
import { answer, failed, keepInstead, type PerformParts } from './perform.ts';
import type { RequestLog } from './request-log.ts';
import type { Route } from './route.ts';

export type ApiParts = FaultParts &
  PerformParts & {
    readonly requests: RequestLog;
    readonly routes: readonly Route[];
    readonly machineClock: MachineClock;
    readonly newRequestId: () => string;
    /** The one key that is accepted, or null for any of a simulator's or test mode's form. */
    readonly secretKey: string | null;
  };

/**
 * Stripe's own paths under `/v1`: form-encoded in, Stripe-shaped out.
 *
 * Spoken without a framework: what is asked hundreds of thousands of times in a test run should cost little.
 */
export function stripeApi(parts: ApiParts): RequestListener {
  const match = createMatcher(parts.routes);
  return (req, res) => {
    const { path, query } = addressOf(req);
    const matched = match(req.method ?? 'GET', path);
    void serve(parts, matched, begin(parts, { req, res, path, query, matched }));
  };
}

export const isApiPath = (url: string): boolean => url === '/v1' || url.startsWith('/v1/');

function addressOf({ url = '' }: IncomingMessage): { path: string; query: string } {
  const at = url.indexOf('?');
  return at === -1 ? { path: url, query: '' } : { path: url.slice(0, at), query: url.slice(at + 1) };
}

type Beginning = {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly path: string;
  readonly query: string;
  readonly matched: Matched | null;
};

function begin(parts: ApiParts, { req, res, path, query, matched }: Beginning): Exchange {
  const requestId = parts.newRequestId();
  return {
    req,
    res,
    method: req.method ?? 'GET',
    path,
    params: matched?.params ?? {},
    text: query,
    requestId,
    startedAt: parts.machineClock.now().getTime(),
  };
}

async function serve(parts: ApiParts, matched: Matched | null, begun: Exchange): Promise<void> {
  try {
    if (matched === null) throw unknownUrl(begun);
    checkKey(headerOf(begun, 'authorization') ?? '', parts.secretKey);
    checkVersion(headerOf(begun, 'stripe-version'));
    checkLimits(parts, matched.route, begun);
    const exchange = begun.method === 'POST' ? { ...begun, text: await bodyOf(begun.req) } : begun;
    const fault = parts.faults.take(exchange.method, exchange.path);
    const work = () => answer(parts, matched.route, exchange);
    const sent =
      fault === null
        ? work()
        : await underFault(fault, {
            res: exchange.res,
            work,
            instead: (sent) => keepInstead(parts, exchange, sent),
          });
    await parts.units.kept();
    if (sent !== null) send(parts, exchange, sent);
  } catch (error) {
    await parts.units.kept().catch(() => undefined);
    send(parts, begun, failed(error, begun.requestId, parts.logger));
  }
}

function checkLimits({ limits, seconds, machineClock }: ApiParts, route: Route, { res }: Exchange): void {
  const reason = limits.exceeded({
    method: route.method.toUpperCase(),
    endpoint: route.path,
    machine: machineClock.now().getTime(),
    now: seconds(),
  });
  if (reason !== null) throw rateLimited(res, reason, null);
}

function send(
  { requests, machineClock, seconds }: ApiParts,
  exchange: Exchange,
  { status, body }: Sent,
): void {
  const { req, res, method, path, requestId, startedAt } = exchange;
  const key = headerOf(exchange, 'idempotency-key');
  requests.note({
    id: requestId,
    method,
    path,
    status,
    idempotencyKey: key ?? null,
    millis: machineClock.now().getTime() - startedAt,
  });
  const headers = [
    ...['request-id', requestId, 'stripe-version', apiVersion],
    ...['content-type', 'application/json; charset=utf-8', 'cache-control', 'no-store'],
    // By the clock that can be turned, as all that is told.
    ...['date', new Date(seconds() * 1_000).toUTCString()],
    ...['content-length', String(Buffer.byteLength(body))],
    ...(key === undefined ? [] : ['idempotency-key', key]),
    // What is left of a body that was refused is not read.
    ...(req.readableEnded || req.method !== 'POST' ? [] : ['connection', 'close']),
  ];
  writeHead(res, status, headers);
  // As text it leaves with its head in one piece.
  res.end(body);
}

/** All at once, unless a fault or a replay has put something there before. */
function writeHead(res: ServerResponse, status: number, headers: readonly string[]): void {
  if (res.getHeaderNames().length === 0) return void res.writeHead(status, headers as string[]);
  for (let index = 0; index < headers.length; index += 2)
    res.setHeader(headers[index] ?? '', headers[index + 1] ?? '');
  res.writeHead(status);
}

function unknownUrl({ method, path }: Exchange) {
  if (isStripesCall(method, path))
    return refuse('url_unknown', `Stripe has ${method} ${path}; this simulator does not simulate it.`);
  return refuse(
    'url_unknown',
    `Unrecognized request URL (${method}: ${path}). If you are trying to list objects, remove the trailing slash. If you are trying to retrieve an object, make sure you passed a valid (non-empty) identifier in your code.`,
  );
}
