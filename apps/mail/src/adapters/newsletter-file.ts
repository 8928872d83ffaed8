import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Newsletter } from '../domain/newsletter.ts';

const name = z.string().regex(/^[a-z][a-z0-9-]{0,59}$/);
const said = z.strictObject({ en: z.string().min(1).max(300), de: z.string().min(1).max(300) });

const NewsletterFile = z
  .array(
    z.strictObject({
      key: name,
      publication: name,
      feature: name.nullable(),
      name: said,
      about: said,
      rhythm: said,
    }),
  )
  .refine((all) => new Set(all.map(({ key }) => key)).size === all.length, 'a key stands here twice');

/** Which newsletters a publisher has, as a file says it. Throws with every mistake named. */
export function readNewsletterFile(path: string | URL): readonly Newsletter[] {
  const result = NewsletterFile.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (result.success) return result.data;
  throw new Error(`The newsletters are not usable:\n${z.prettifyError(result.error)}`);
}
