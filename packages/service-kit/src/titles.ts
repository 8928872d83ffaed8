import { z } from 'zod';
import { jsonOf } from './env-shapes.ts';

const address = z.url({ protocol: /^https?$/ }).refine((url) => new URL(url).pathname === '/', {
  message: 'A title has a host of its own, so its address has no path.',
});

const Title = z.strictObject({
  key: z.string().regex(/^[a-z][a-z0-9-]{0,59}$/),
  name: z.string().min(1).max(100),
  url: address.transform((url) => new URL(url).origin),
});

/** One paper of the house, by the key under which it publishes and sells, and where readers see it. */
export type Title = z.output<typeof Title>;

/** All of them, the main one first. */
export type Titles = readonly [Title, ...Title[]];

/** The address of the main paper, and, where a house has more than one, all of them. */
export const houseTitles = {
  SITE_URL: address,
  TITLES: jsonOf(z.tuple([Title], Title)).optional(),
};

type House = { SITE_URL: string; TITLES?: Titles | undefined };

/** The check that the titles can be told apart. Goes with `houseTitles`. */
export function tellsTitlesApart({ SITE_URL, TITLES }: House, context: z.RefinementCtx): void {
  if (TITLES === undefined) return;
  const mistake = (message: string): void => context.addIssue({ code: 'custom', path: ['TITLES'], message });
  if (TITLES[0].url !== new URL(SITE_URL).origin)
    mistake('The first is the main one, whose address is SITE_URL.');
  for (const name of ['key', 'url'] as const)
    if (new Set(TITLES.map((title) => title[name])).size < TITLES.length)
      mistake(`Two have the same ${name}.`);
}

/** Without a list of its own a house has the one title that comes with it. */
export const titlesOf = ({ SITE_URL, TITLES }: House): Titles =>
  TITLES ?? [{ key: 'meridian', name: 'The Meridian', url: new URL(SITE_URL).origin }];

/** The title of this key, else the main one: an address is only ever one of these, whatever somebody asked for. */
export const titleNamed = (titles: Titles, key: string | null | undefined): Title =>
  titles.find((title) => title.key === key) ?? titles[0];
