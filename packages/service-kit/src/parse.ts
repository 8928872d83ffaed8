import type { z } from 'zod';

/** The caller sent something that does not fit the contract. */
export class InvalidInput extends Error {
  override readonly name = 'InvalidInput';
  readonly issues: readonly { path: string; message: string }[];

  constructor(error: z.ZodError) {
    super('The request does not fit the contract.');
    this.issues = error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  }
}

export function parse<T>(schema: z.ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw new InvalidInput(result.error);
}
