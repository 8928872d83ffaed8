import { z } from 'zod';

/** What `sysexits.h` calls a configuration error; supervisors do not restart on it. */
const EX_CONFIG = 78;

/**
 * Reads the whole environment once, at boot.
 *
 * Lists every mistake at once on standard error and ends the process with code 78. Values are
 * never printed, since some of them are secrets.
 */
export function loadEnv<T>(schema: z.ZodType<T>, source: Record<string, string | undefined>): T {
  const result = schema.safeParse(source);
  if (result.success) return result.data;
  process.stderr.write(`The environment is not usable:\n${z.prettifyError(result.error)}\n`);
  process.exit(EX_CONFIG);
}
