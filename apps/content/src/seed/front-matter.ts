import { z } from 'zod';

const Meta = z.strictObject({
  title: z.string().min(1),
  slug: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  section: z.string(),
  kind: z.enum(['article', 'column', 'gallery']),
  author: z.string(),
  publishedDaysAgo: z.coerce.number().int().min(0),
  publishedTime: z.string().regex(/^\d\d:\d\d$/),
  rule: z.string().regex(/^(free|registered|metered|subscribers|feature:[a-z]+)$/),
  dek: z.string(),
  image: z.string().optional(),
  column: z.string().optional(),
  gallery: z.string().optional(),
});

export type Draft = { readonly meta: z.output<typeof Meta>; readonly text: string };

/** Reads a file of `key: value` lines between two `---`, then Markdown. Throws with the file's name on any mistake. */
export function readDraft(file: string, source: string): Draft {
  const parts = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(source);
  if (parts === null) throw new Error(`${file}: no front matter`);
  const pairs = (parts[1] ?? '').split('\n').map((line) => {
    const colon = line.indexOf(':');
    return [
      line.slice(0, colon).trim(),
      line
        .slice(colon + 1)
        .trim()
        .replace(/^"(.*)"$/, '$1'),
    ] as const;
  });
  const meta = Meta.safeParse(Object.fromEntries(pairs));
  if (!meta.success) throw new Error(`${file}: ${z.prettifyError(meta.error)}`);
  return { meta: meta.data, text: parts[2] ?? '' };
}
