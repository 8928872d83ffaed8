import derived from './derived.json' with { type: 'json' };

/**
 * The shape of a parameter, as Stripe's package declares it; a number stands for one that is shared.
 *
 * `o` an object with these fields, of which `r` are needed; `a` a list; `m` free names; `u` one of
 * several; `e` one of these words; `n` may also be empty text, which unsets.
 */
export type Shape =
  | number
  | 'boolean'
  | 'decimal'
  | 'integer'
  | 'string'
  | { readonly a: Shape }
  | { readonly e: readonly string[] }
  | { readonly m: Shape }
  | { readonly n: Shape }
  | { readonly o: Readonly<Record<string, Shape>>; readonly r?: readonly string[] }
  | { readonly u: readonly Shape[] };

export type Derived = {
  /** Every call of the package, `VERB /path/{}`. */
  readonly known: readonly string[];
  readonly calls: Readonly<Record<string, Shape>>;
  readonly shared: readonly Shape[];
};

const { known, calls, shared } = derived as unknown as Derived;

const knownCalls = new Set(known);

const keyOf = (method: string, path: string): string =>
  `${method.toUpperCase()} ${path.replaceAll(/:\w+/g, '{}')}`;

/** What a call may be given, or null for one that the package cannot make. */
export const shapeOfCall = (method: string, path: string): Shape | null => calls[keyOf(method, path)] ?? null;

/** Whether Stripe has this call, simulated or not. */
export const isStripesCall = (method: string, path: string): boolean =>
  knownCalls.has(keyOf(method, path)) ||
  known.some((call) => patternOf(call).test(`${method.toUpperCase()} ${path}`));

const patternOf = (call: string): RegExp => new RegExp(`^${call.replaceAll('{}', '[^/]+')}$`);

export const resolved = (shape: Shape): Exclude<Shape, number> => {
  const found = typeof shape === 'number' ? shared[shape] : shape;
  return typeof found === 'number' || found === undefined ? resolved(found ?? 'string') : found;
};
