import { resolved, shapeOfCall, type Shape } from '../src/http/derived.ts';
import { routes } from '../src/http/routes/index.ts';
import type { Route } from '../src/http/route.ts';

/** Numbers in a row that depend on the seed alone (mulberry32). */
export function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Roll = () => number;
const pick = <T>(roll: Roll, from: readonly T[]): T => from[Math.floor(roll() * from.length)] as T;

const nasty = [
  '',
  ' ',
  '0',
  '-1',
  '1.5',
  '999999999999999',
  'NaN',
  'null',
  'true',
  '__proto__',
  'constructor',
  '\u0000',
  '💳',
  'x'.repeat(6_000),
  "'; DROP TABLE object; --",
  '<script>',
  '{}',
  '[]',
  '../../etc/passwd',
] as const;

/** Ids that exist, so that a call comes further than "no such object"; by the prefix of their kind. */
export type Known = readonly string[];

/** A value that fits the shape in most cases, and now and then one that does not. */
function valueFor(
  shape: Shape,
  { roll, known, depth }: { roll: Roll; known: Known; depth: number },
): unknown {
  const resolvedShape = resolved(shape);
  const below = (inner: Shape) => valueFor(inner, { roll, known, depth: depth + 1 });
  if (roll() < 0.12) return pick(roll, nasty);
  if (typeof resolvedShape === 'string') return wordFor(resolvedShape, roll, known);
  if ('n' in resolvedShape) return roll() < 0.2 ? '' : below(resolvedShape.n);
  if ('e' in resolvedShape) return pick(roll, resolvedShape.e);
  if ('u' in resolvedShape) return below(pick(roll, resolvedShape.u));
  if (depth > 4) return 'deep';
  if ('a' in resolvedShape)
    return Array.from({ length: Math.floor(roll() * 3) }, () => below(resolvedShape.a));
  if ('m' in resolvedShape) return { [pick(roll, ['a', 'key', 'usd'])]: below(resolvedShape.m) };
  const fields = Object.entries(resolvedShape.o).filter(
    ([name]) => resolvedShape.r?.includes(name) === true || roll() < (depth === 0 ? 0.25 : 0.4),
  );
  return Object.fromEntries(fields.map(([name, field]) => [name, below(field)]));
}

function wordFor(kind: string, roll: Roll, known: Known): string {
  if (kind === 'boolean') return pick(roll, ['true', 'false']);
  if (kind === 'integer') return String(Math.floor(roll() * pick(roll, [3, 100, 10_000, 2_000_000_000])));
  if (kind === 'decimal') return (roll() * 110).toFixed(2);
  return roll() < 0.7
    ? pick(roll, known)
    : pick(roll, ['usd', 'eur', 'card', 'pm_card_visa', 'hello', 'http://127.0.0.1:9/']);
}

/** Puts a value into a form the way Stripe's clients do: brackets for what is nested. */
export function encoded(value: unknown, name: string, into: URLSearchParams): void {
  if (Array.isArray(value)) value.forEach((item, index) => encoded(item, `${name}[${index}]`, into));
  else if (typeof value === 'object' && value !== null)
    for (const [key, item] of Object.entries(value))
      encoded(item, name === '' ? key : `${name}[${key}]`, into);
  else if (name !== '') into.append(name, String(value));
}

export type Fuzzed = { readonly method: string; readonly path: string; readonly body: string };

/** A call of this route, made up from the shape of its parameters. */
export function fuzzedCall(route: Route, roll: Roll, known: Known): Fuzzed {
  const shape = shapeOfCall(route.method, route.path) ?? { o: {} };
  const form = new URLSearchParams();
  encoded(valueFor(shape, { roll, known, depth: 0 }), '', form);
  if (roll() < 0.05)
    form.append(pick(roll, ['__proto__[x]', 'a[b][c][d][e][f][g][h][i]', 'x[', 'expand[]', 'expand']), 'y');
  const path = route.path.replaceAll(/:\w+/g, () =>
    encodeURIComponent(roll() < 0.8 ? pick(roll, known) : pick(roll, nasty.slice(4, 14))),
  );
  return { method: route.method.toUpperCase(), path, body: form.toString() };
}

export { routes };
