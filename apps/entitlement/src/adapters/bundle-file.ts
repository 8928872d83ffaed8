import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { BundleVersion } from '../domain/bundle.ts';

const name = z.string().regex(/^[a-z][a-z0-9-]{0,59}$/);
/** Of this publication, or of another one by its full name. */
const feature = z.string().regex(/^([a-z][a-z0-9-]{0,59}\/)?[a-z][a-z0-9-]{0,59}$/);

const BundleFile = z.array(
  z.strictObject({
    publication: name,
    bundle: name,
    version: z.int().positive(),
    features: z.array(feature),
    effectiveFrom: z.iso.datetime().transform((text) => new Date(text)),
  }),
);

/** What a publisher's bundles hold, as a file says it. Throws with every mistake named. */
export function readBundleFile(path: string | URL): BundleVersion[] {
  const result = BundleFile.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (result.success) return result.data;
  throw new Error(`The bundles are not usable:\n${z.prettifyError(result.error)}`);
}
