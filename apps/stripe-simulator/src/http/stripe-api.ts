import { createHash } from 'node:crypto';
import { Router, type Request, type Response } from 'express';
import type { MachineClock } from '@gatefold/kernel';
import type { Logger } from '@gatefold/service-kit';
import { refuse } from '../domain/refusals.ts';
import { apiVersion } from '../domain/wire.ts';
import type { Unit, Units } from '../usecases/ports.ts';
import type { FaultParts } from './faults.routes.ts';
import { rateLimited, underFault, type Sent } from './fault-lines.ts';
import { isStripesCall } from './derived.ts';
import { errorAnswer, isRefusal } from './errors.ts';
import { render } from './expand.ts';
import { parseForm, type Form } from './form.ts';
import type { Answers } from './idempotency.ts';
import type { RequestLog } from './request-log.ts';
import type { Answer, Route } from './route.ts';

export type ApiParts = FaultParts & {
  readonly units: Units;
  readonly answers: Answers;
  readonly requests: RequestLog;
  readonly routes: readonly Route[];
  /** Whole seconds of the virtual clock. */
  readonly seconds: () => number;
  readonly machineClock: MachineClock;
  readonly newRequestId: () => string;
  /** The one key that is accepted, or null for any of a simulator's or test mode's form. */
  readonly secretKey: string | null;
  readonly pageUrl: string;
  readonly logger: Logger;
  /** Told after each call that may have changed something. */
  readonly onChange: () => void;
};

/** Stripe's own paths under `/v1`: form-encoded in, Stripe-shaped out. */
export function stripeApi(parts: ApiParts): Router {
  const router = Router();
  for (const route of parts.routes)
    router[route.method](route.path, (req, res) => void serve(parts, route, { req, res }));
  router.use('/v1', (req, res) => {
    begin(parts, req, res);
    send(parts, { req, res }, failed(unknownUrl(req), requestIdOf(res), parts.logger));
  });
  return router;
}

type Exchange = { readonly req: Request; readonly res: Response };

const requestIdOf = (res: Response): string => res.locals['requestId'] as string;

function begin({ newRequestId, machineClock }: ApiParts, req: Request, res: Response): void {
  res.locals['requestId'] = newRequestId();
  res.locals['startedAt'] = machineClock.now().getTime();
  res.set('request-id', requestIdOf(res)).set('stripe-version', apiVersion);
  const key = req.get('idempotency-key');
  if (key !== undefined) res.set('idempotency-key', key);
}

async function serve(parts: ApiParts, route: Route, { req, res }: Exchange): Promise<void> {
  begin(parts, req, res);
  try {
    checkKey(req, parts.secretKey);
    checkVersion(req);
    checkLimits(parts, route, res);
    const body = typeof req.body === 'string' ? req.body : '';
    const text = route.method === 'post' ? body : (req.url.split('?')[1] ?? '');
    const sent = await underFault(parts.faults.take(req.method, req.path), {
      res,
      work: () => answer(parts, route, { req, res, text }),
      instead: (sent) => kept(parts, { req, res, text }, sent),
    });
    if (sent !== null) send(parts, { req, res }, sent);
  } catch (error) {
    send(parts, { req, res }, failed(error, requestIdOf(res), parts.logger));
  }
}

function checkLimits({ limits, seconds, machineClock }: ApiParts, route: Route, res: Response): void {
  const reason = limits.exceeded({
    method: route.method.toUpperCase(),
    endpoint: route.path,
    machine: machineClock.now().getTime(),
    now: seconds(),
  });
  if (reason !== null) throw rateLimited(res, reason, null);
}

const fingerprintOf = ({ req, text }: Exchange & { text: string }): string =>
  createHash('sha256').update(`${req.method} ${req.path}\n${text}`).digest('hex');

/** An answer that takes the place of the real one, also for who asks again under the same key. */
function kept(parts: ApiParts, exchange: Exchange & { text: string }, sent: Sent): Sent {
  const { req, res } = exchange;
  const key = req.method === 'POST' ? req.get('idempotency-key') : undefined;
  const fingerprint = fingerprintOf(exchange);
  if (key !== undefined)
    parts.answers.keep(key, { fingerprint, request: requestIdOf(res), ...sent }, parts.seconds());
  return sent;
}

/** Replays what was answered under the same idempotency key, or does the work and keeps its answer. */
function answer(parts: ApiParts, route: Route, { req, res, text }: Exchange & { text: string }): Sent {
  const key = route.method === 'post' ? req.get('idempotency-key') : undefined;
  if (key === undefined) return perform(parts, route, { req, res, text }).sent;
  if (key.length > 255) throw refuse('parameter_invalid', 'An idempotency key has at most 255 characters.');

  const fingerprint = fingerprintOf({ req, res, text });
  const known = parts.answers.find(key, parts.seconds());
  if (known !== null) {
    if (known.fingerprint !== fingerprint)
      throw refuse(
        'idempotency_mismatch',
        `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
      );
    res.set('idempotent-replayed', 'true').set('original-request', known.request);
    return known;
  }
  const { sent, hasBegun } = perform(parts, route, { req, res, text });
  if (hasBegun) parts.answers.keep(key, { fingerprint, request: requestIdOf(res), ...sent }, parts.seconds());
  return sent;
}

type Performed = {
  readonly sent: Sent;
  /** Not when its parameters were refused. */ readonly hasBegun: boolean;
};

function perform(parts: ApiParts, route: Route, { req, res, text }: Exchange & { text: string }): Performed {
  const { units, seconds, pageUrl, logger, onChange } = parts;
  const { expand = [], ...form } = parseForm(text);
  const params = route.read(form) as never;
  const paths = expandPaths(expand);
  const call = { params, pageUrl, at: (name: string) => String(req.params[name]) };
  const work = (unit: Unit): Sent => spoken(unit, { answer: route.run({ ...call, unit }), paths });
  try {
    const about = idsIn(req, form);
    if (route.method === 'get') return { sent: units.read(seconds(), work, about), hasBegun: false };
    const asked = { id: requestIdOf(res), idempotency_key: req.get('idempotency-key') ?? null };
    const sent = units.run({ now: seconds(), asked, about }, work);
    onChange();
    return { sent, hasBegun: true };
  } catch (error) {
    const refusedParameters = isRefusal(error) && error.code.startsWith('parameter_');
    return {
      sent: failed(error, requestIdOf(res), logger),
      hasBegun: isRefusal(error) && !refusedParameters,
    };
  }
}

/** What a call is about: the ids in its path and in its outermost parameters. */
const idsIn = (req: Request, form: Form): string[] =>
  [...Object.values(req.params), ...Object.values(form)].filter((value) => typeof value === 'string');

function spoken(unit: Unit, { answer, paths }: { answer: Answer; paths: readonly string[] }): Sent {
  if ('refusal' in answer) {
    const { status, body } = errorAnswer(answer.refusal, '');
    return { status, body: JSON.stringify(body, null, 2) };
  }
  const value = 'plain' in answer ? answer.plain : answer;
  return { status: 200, body: JSON.stringify(render(unit, value, paths), null, 2) };
}

function expandPaths(expand: Form[string]): string[] {
  const paths = Array.isArray(expand)
    ? expand
    : typeof expand === 'object'
      ? Object.values(expand)
      : [expand];
  if (!paths.every((path) => typeof path === 'string'))
    throw refuse('parameter_invalid', 'Invalid expand: it is a list of names.', { param: 'expand' });
  return paths;
}

function failed(error: unknown, requestId: string, logger: Logger): Sent {
  if (!isRefusal(error)) logger.error({ err: error, requestId }, 'a request failed');
  const { status, body } = errorAnswer(error, requestId);
  return { status, body: JSON.stringify(body, null, 2) };
}

function send({ requests, machineClock }: ApiParts, { req, res }: Exchange, { status, body }: Sent): void {
  requests.note({
    id: requestIdOf(res),
    method: req.method,
    path: req.originalUrl.split('?')[0] ?? '',
    status,
    idempotencyKey: req.get('idempotency-key') ?? null,
    millis: machineClock.now().getTime() - Number(res.locals['startedAt']),
  });
  res.status(status).type('application/json').set('cache-control', 'no-store').send(body);
}

const unknownUrl = (req: Request) =>
  isStripesCall(req.method, req.originalUrl.split('?')[0] ?? '') ? notSimulated(req) : unrecognized(req);

const notSimulated = (req: Request) =>
  refuse(
    'url_unknown',
    `Stripe has ${req.method} ${req.originalUrl.split('?')[0]}; this simulator does not simulate it.`,
  );

const unrecognized = (req: Request) =>
  refuse(
    'url_unknown',
    `Unrecognized request URL (${req.method}: ${req.originalUrl.split('?')[0]}). If you are trying to list objects, remove the trailing slash. If you are trying to retrieve an object, make sure you passed a valid (non-empty) identifier in your code.`,
  );

function checkKey(req: Request, secretKey: string | null): void {
  const key = keyOf(req.get('authorization') ?? '');
  if (key === null)
    throw refuse(
      'api_key_missing',
      "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
    );
  if (/^(sk|rk)_live_/.test(key))
    throw refuse(
      'api_key_live',
      'This is a simulator. A live key does not belong here: use it nowhere but at Stripe.',
    );
  const isKnown = secretKey === null ? /^(sk|rk)_(sim|test)_\w+$/.test(key) : key === secretKey;
  if (!isKnown) throw refuse('api_key_invalid', `Invalid API Key provided: ${key.slice(0, 7)}***`);
}

function keyOf(header: string): string | null {
  const [scheme = '', value = ''] = header.split(' ');
  if (/^bearer$/i.test(scheme)) return value === '' ? null : value;
  if (!/^basic$/i.test(scheme)) return null;
  return Buffer.from(value, 'base64').toString('utf8').split(':')[0] || null;
}

function checkVersion(req: Request): void {
  const asked = req.get('stripe-version');
  if (asked !== undefined && asked !== apiVersion)
    throw refuse(
      'version_unsupported',
      `This simulator speaks API version ${apiVersion} only, not ${asked.slice(0, 40)}. Use a package that pins it.`,
    );
}
