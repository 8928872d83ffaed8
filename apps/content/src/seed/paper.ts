import { z } from 'zod';

/** Under which key a paper publishes, and the zone of its city's clocks. */
export const About = z.object({ publication: z.string(), zone: z.string() });

export const Sections = z.array(z.object({ slug: z.string(), name: z.string(), description: z.string() }));
export const Authors = z.array(
  z.object({ slug: z.string(), name: z.string(), beat: z.string(), bio: z.string() }),
);
export const Columns = z.array(
  z.object({ slug: z.string(), name: z.string(), author: z.string(), description: z.string() }),
);
export const Pictures = z.array(
  z.object({
    name: z.string(),
    alt: z.string().min(1),
    caption: z.string(),
    credit: z.string(),
    seed: z.int(),
    palette: z.array(z.string().regex(/^#[0-9a-fA-F]{6}$/)).length(4),
    kind: z.string(),
  }),
);
