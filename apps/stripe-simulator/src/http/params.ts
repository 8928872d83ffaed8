import { z } from 'zod';
import { refuse } from '../domain/refusals.ts';

/** Parameters as Stripe's callers send them: all text. What is optional here may be left out; empty text unsets. */
export const text = z.string().max(5_000);
export const id = z.string().min(1).max(255);
export const natural = z
  .string()
  .regex(/^\d{1,15}$/, { error: 'integer' })
  .transform(Number);
export const decimal = z
  .string()
  .regex(/^\d{1,3}(\.\d{1,4})?$/, { error: 'number' })
  .transform(Number);
export const flag = z.enum(['true', 'false'], { error: 'boolean' }).transform((value) => value === 'true');
export const currency = z
  .string()
  .regex(/^[A-Za-z]{3}$/, { error: 'currency' })
  .transform((value) => value.toLowerCase());
/** Empty text stands for "none of them". */
export const metadata = z.union([
  z.literal('').transform((): Record<string, string> => ({})),
  z.record(z.string().max(40), z.string().max(500)),
]);
export const interval = z.enum(['day', 'week', 'month', 'year']);

/** A list comes as a JSON array, or as an object when its indices have gaps. */
export const many = <T extends z.ZodType>(item: T) =>
  z.union([
    z.literal('').transform((): z.output<T>[] => []),
    z.array(item),
    z.record(z.string().regex(/^\d+$/), item).transform((entries) => Object.values(entries) as z.output<T>[]),
  ]);

export const created = z
  .union([
    natural.transform((at) => ({ gte: at, lte: at })),
    z.strictObject({
      gt: natural.optional(),
      gte: natural.optional(),
      lt: natural.optional(),
      lte: natural.optional(),
    }),
  ])
  .optional();

export const paging = {
  limit: natural.pipe(z.number().min(1).max(100)).default(10),
  starting_after: id.optional(),
  ending_before: id.optional(),
};

/**
 * Reads the parameters of a call. The first mistake is told the way Stripe tells it.
 *
 * `areKnown`: they were held against Stripe's own declarations, so what is left over is not simulated.
 */
export function readParams<T extends z.ZodType>(schema: T, form: unknown, areKnown = false): z.output<T> {
  const result = schema.safeParse(form);
  if (result.success) return result.data;
  const issues = result.error.issues;
  const refusal = refusalOf(issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0]);
  if (!areKnown || refusal.code !== 'parameter_unknown') throw refusal;
  const param = String(refusal.facts['param']);
  throw refuse('not_simulated', `Stripe knows ${param}; the simulator does not simulate it.`, { param });
}

type Issue = z.core.$ZodIssue;

function refusalOf(issue: Issue | undefined) {
  if (issue === undefined) return refuse('body_invalid', 'The request cannot be read.');
  const param = nameOf(issue.path);
  if (issue.code === 'unrecognized_keys') {
    const unknown = nameOf([...issue.path, issue.keys[0] ?? '']);
    return refuse('parameter_unknown', `Received unknown parameter: ${unknown}`, { param: unknown });
  }
  if (issue.code === 'invalid_type' && issue.input === undefined)
    return refuse('parameter_missing', `Missing required param: ${param}.`, { param });
  if (issue.code === 'invalid_union') {
    const nested = issue.errors.flat().find(({ code }) => code === 'unrecognized_keys');
    if (nested !== undefined) return refusalOf({ ...nested, path: [...issue.path, ...nested.path] } as Issue);
  }
  if (issue.message === 'integer')
    return refuse('parameter_invalid_integer', `Invalid integer: ${param}`, { param });
  return refuse('parameter_invalid', `Invalid ${param}: ${issue.message}`, { param });
}

const nameOf = ([first, ...rest]: readonly PropertyKey[]): string =>
  `${String(first ?? '')}${rest.map((part) => `[${String(part)}]`).join('')}`;
