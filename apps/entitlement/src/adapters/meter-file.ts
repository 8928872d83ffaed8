import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { MeterPolicy } from '../domain/meter.ts';

const isZone = (zone: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
};

const MeterFile = z.array(
  z
    .strictObject({
      publication: z.string().regex(/^[a-z][a-z0-9-]{0,59}$/),
      zone: z.string().refine(isZone, 'there is no such time zone'),
      visitors: z.int().min(0).max(100),
      registered: z.int().min(0).max(100),
    })
    .refine(({ visitors, registered }) => visitors <= registered, 'a sign-in must not take anything away'),
);

/** How much is given away in a month, as a file says it. Throws with every mistake named. */
export function readMeterFile(path: string | URL): MeterPolicy[] {
  const result = MeterFile.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (result.success) return result.data;
  throw new Error(`The meters are not usable:\n${z.prettifyError(result.error)}`);
}
