import type Stripe from 'stripe';
import { refuse } from '../domain/refusals.ts';
import { resolved, type Shape } from './derived.ts';

/** Parameters as the package declares them, after they were read: decimals as numbers, nothing null. */
export type Given<T> = T extends Stripe.Decimal
  ? number
  : T extends boolean | number | string
    ? T
    : T extends readonly (infer Item)[]
      ? readonly Given<Item>[]
      : {
          readonly [K in keyof T]: Given<Exclude<T[K], null>> | (undefined extends T[K] ? undefined : never);
        };

type Part<T> = T extends readonly (infer Item)[] ? Part<Item> : Extract<T, object>;

/** Which of the parameters are simulated: `true` for all that lies below. `*` stands for every free name. */
export type Mask<P> = { readonly [K in keyof P]?: true | Mask<Part<Exclude<P[K], null | undefined>>> };

type LooseMask = { readonly [key: string]: true | LooseMask | undefined };

/** Refuses what Stripe knows and the simulator does not, by name: to leave it out silently would be a lie. */
export function checkSimulated(mask: LooseMask, given: unknown, name = ''): void {
  if (Array.isArray(given)) {
    given.forEach((item, index) => checkSimulated(mask, item, `${name}[${index}]`));
    return;
  }
  if (typeof given !== 'object' || given === null) return;
  for (const [key, value] of Object.entries(given)) {
    const param = name === '' ? key : `${name}[${key}]`;
    const below = Object.hasOwn(mask, key) ? mask[key] : mask['*'];
    if (below === undefined)
      throw refuse('not_simulated', `Stripe knows ${param}; the simulator does not simulate it.`, { param });
    if (below !== true) checkSimulated(below, value, param);
  }
}

const belowOf = (mask: LooseMask | true, key: string) => (mask === true ? true : mask[key]);

/** The shape as a JSON schema, without what is not simulated. */
export function schemaOf(shape: Shape, mask: LooseMask | true): object {
  const known = resolved(shape);
  if (typeof known === 'string') return { type: known === 'decimal' ? 'number' : known };
  if ('e' in known) return { type: 'string', enum: known.e };
  if ('n' in known) return { anyOf: [{ const: '' }, schemaOf(known.n, mask)] };
  if ('u' in known) return { anyOf: known.u.map((one) => schemaOf(one, mask)) };
  if ('a' in known) return { type: 'array', items: schemaOf(known.a, mask) };
  if ('m' in known)
    return { type: 'object', additionalProperties: schemaOf(known.m, belowOf(mask, '*') ?? true) };
  const fields = Object.entries(known.o).flatMap(([key, field]) => {
    const below = belowOf(mask, key);
    return below === undefined ? [] : [[key, schemaOf(field, below)]];
  });
  return {
    type: 'object',
    properties: Object.fromEntries(fields),
    additionalProperties: false,
    ...(known.r === undefined ? {} : { required: known.r }),
  };
}
