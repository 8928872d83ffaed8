import type { z } from 'zod';

type Issue = { readonly path: string; readonly message: string };

/** The caller sent something that does not fit the contract. */
export class InvalidInput extends Error {
  override readonly name = 'InvalidInput';
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    super('The request does not fit the contract.');
    this.issues = issues;
  }
}

export function parse<T>(schema: z.ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input);
  if (!result.success)
    throw new InvalidInput(
      result.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
    );
  const unwritable = unwritableIn(input, []);
  if (unwritable !== null) throw new InvalidInput([unwritable]);
  return result.data;
}

/** Where a text stands that is none in UTF-8, or holds a NUL: no table keeps it, whatever the contract says of it. */
function unwritableIn(value: unknown, path: readonly string[]): Issue | null {
  if (typeof value === 'string')
    return value.isWellFormed() && !value.includes('\0')
      ? null
      : { path: path.join('.'), message: 'Invalid input: not a text that can be kept' };
  if (typeof value !== 'object' || value === null) return null;
  for (const [name, inner] of Object.entries(value)) {
    const found = unwritableIn(name, path) ?? unwritableIn(inner, [...path, name]);
    if (found !== null) return found;
  }
  return null;
}
