import { readFileSync } from 'node:fs';
import type { z } from 'zod';

/** A JSON file that fits `schema`. Throws with the name of the file and every field that does not. */
export function readJson<T>(file: string, schema: z.ZodType<T>): T {
  const checked = schema.safeParse(parsed(file, textOf(file)));
  if (checked.success) return checked.data;
  const lines = checked.error.issues.map(
    ({ path, message }) => `  ${path.join('.') || '(the whole)'}: ${message}`,
  );
  throw new Error(`${file} is not right:\n${lines.join('\n')}`);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new Error(`${file} cannot be read: ${(error as { code?: string }).code ?? String(error)}`, {
      cause: error,
    });
  }
}

function parsed(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is no JSON: ${(error as Error).message}`, { cause: error });
  }
}
