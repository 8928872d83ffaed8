import { createHash } from 'node:crypto';
import type { Logger } from '@gatefold/service-kit';
import { refuse } from '../domain/refusals.ts';
import type { StripeObject } from '../domain/objects.ts';
import type { Unit, Units } from '../usecases/ports.ts';
import { errorAnswer, isRefusal } from './errors.ts';
import { headerOf, type Exchange } from './exchange.ts';
import { render } from './expand.ts';
import type { Sent } from './fault-lines.ts';
import { parseForm, type Form } from './form.ts';
import type { Answers } from './idempotency.ts';
import type { Answer, Route } from './route.ts';

export type PerformParts = {
  readonly units: Units;
  readonly answers: Answers;
  /** Whole seconds of the virtual clock. */
  readonly seconds: () => number;
  readonly pageUrl: string;
  readonly logger: Logger;
  /** Told after each call that may have changed something. */
  readonly onChange: () => void;
};

const keyOf = (exchange: Exchange): string | undefined =>
  exchange.method === 'POST' ? headerOf(exchange, 'idempotency-key') : undefined;

const fingerprintOf = ({ method, path, text }: Exchange): string =>
  createHash('sha256').update(`${method} ${path}\n${text}`).digest('hex');

/** An answer that takes the place of the real one, also for who asks again under the same key. */
export function keepInstead({ answers, seconds }: PerformParts, exchange: Exchange, sent: Sent): Sent {
  const key = keyOf(exchange);
  const kept = { fingerprint: fingerprintOf(exchange), request: exchange.requestId, ...sent };
  if (key !== undefined) answers.keep(key, kept, seconds());
  return sent;
}

/** Replays what was answered under the same idempotency key, or does the work and keeps its answer. */
export function answer(parts: PerformParts, route: Route, exchange: Exchange): Sent {
  const key = keyOf(exchange);
  if (key === undefined) return perform(parts, route, { exchange, keep: () => undefined });
  if (key.length > 255) throw refuse('parameter_invalid', 'An idempotency key has at most 255 characters.');

  const fingerprint = fingerprintOf(exchange);
  const known = parts.answers.find(key, parts.seconds());
  if (known !== null) {
    if (known.fingerprint !== fingerprint)
      throw refuse(
        'idempotency_mismatch',
        `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
      );
    exchange.res.setHeader('idempotent-replayed', 'true').setHeader('original-request', known.request);
    return known;
  }
  const keep = (sent: Sent): void =>
    parts.answers.keep(key, { fingerprint, request: exchange.requestId, ...sent }, parts.seconds());
  return perform(parts, route, { exchange, keep });
}

type Performing = {
  readonly exchange: Exchange;
  /** Called with an answer that is to be given again; not when the parameters were refused. */
  readonly keep: (sent: Sent) => void;
};

/** Work and the answer under its key are kept together: who dies in between has done neither. */
function perform(parts: PerformParts, route: Route, { exchange, keep }: Performing): Sent {
  const { units, seconds, pageUrl, logger, onChange } = parts;
  const { params: named, text, requestId } = exchange;
  const { expand = [], ...form } = parseForm(text);
  const params = route.read(form) as never;
  const paths = expandPaths(expand);
  const call = { params, pageUrl, at: (name: string) => String(named[name]) };
  const work = (unit: Unit): Sent => spoken(unit, { answer: route.run({ ...call, unit }), paths });
  try {
    const about = idsIn(named, form);
    if (route.method === 'get') return units.read(seconds(), work, about);
    const asked = { id: requestId, idempotency_key: headerOf(exchange, 'idempotency-key') ?? null };
    const sent = units.share({ now: seconds(), asked, about }, (unit) => {
      const made = work(unit);
      keep(made);
      return made;
    });
    onChange();
    return sent;
  } catch (error) {
    const sent = failed(error, requestId, logger);
    if (isRefusal(error) && !error.code.startsWith('parameter_')) keep(sent);
    return sent;
  }
}

/** What a call is about: the ids in its path and in its outermost parameters. */
const idsIn = (named: Exchange['params'], form: Form): string[] =>
  [...Object.values(named), ...Object.values(form)].filter((value) => typeof value === 'string');

function spoken(unit: Unit, { answer, paths }: { answer: Answer; paths: readonly string[] }): Sent {
  if ('refusal' in answer) {
    const { status, body } = errorAnswer(answer.refusal, '');
    return { status, body: JSON.stringify(body, null, 2) };
  }
  if ('plain' in answer) return { status: 200, body: written(unit, answer.plain, paths) };
  return {
    status: 200,
    body: paths.length === 0 ? writtenPlainly(unit, answer) : written(unit, answer, paths),
  };
}

const written = (unit: Unit, value: unknown, paths: readonly string[]): string =>
  JSON.stringify(render(unit, value, paths), null, 2);

/** Objects are replaced and never changed, so what one looks like is written once. */
const looks = new WeakMap<object, string>();

function writtenPlainly(unit: Unit, object: StripeObject): string {
  // Their status follows the clock.
  if (object.object === 'balance_transaction' || object.object === 'dispute')
    return written(unit, object, []);
  const known = looks.get(object);
  if (known !== undefined) return known;
  const made = written(unit, object, []);
  looks.set(object, made);
  return made;
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

export function failed(error: unknown, requestId: string, logger: Logger): Sent {
  if (!isRefusal(error)) logger.error({ err: error, requestId }, 'a request failed');
  const { status, body } = errorAnswer(error, requestId);
  return { status, body: JSON.stringify(body, null, 2) };
}
