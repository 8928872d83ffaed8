import type { content } from '@gatefold/api';
import { anId } from '@gatefold/test-kit';
import type { z } from 'zod';

type Summary = z.output<typeof content.listArticles.answer>['data'][number];

export const sections = [
  { slug: 'coast', name: 'Coast', description: 'Harbours, islands and the sea.' },
  { slug: 'economy', name: 'Economy', description: 'Work, money and prices.' },
  { slug: 'politics', name: 'Politics', description: 'Who decides, and how.' },
  { slug: 'science', name: 'Science', description: 'What is known, and what is not.' },
  { slug: 'culture', name: 'Culture', description: 'Books, stages and screens.' },
];

const ines = { slug: 'ines-okafor', name: 'Ines Okafor' };
const tidelines = { slug: 'tidelines', name: 'Tidelines' };

export const columns = [
  { ...tidelines, description: 'What the sea leaves behind, every Thursday.', author: ines },
  { slug: 'small-print', name: 'Small Print', description: 'Contracts, read to the end.', author: ines },
];

const titles = [
  'Harbour dredging stalls as two ministries claim the same sand',
  'The last cannery on the north quay counts its winter orders',
  'A village votes on its own sea wall, and then on the bill',
  'Rents rise where the ferry stops twice a day',
  'What the auditors found in the lighthouse fund',
  'The river that three maps put in three places',
];

const picture = (index: number) => ({
  name: `picture-${index}`,
  src: `/media/picture-${index}.svg`,
  alt: 'The outer harbour at low tide',
  caption: 'The outer harbour at low tide.',
  credit: 'Picture: The Meridian',
  width: 1600,
  height: 900,
});

/** Piece number `index`, the newest first: two days apart, one in seven a column, one in eleven a gallery. */
function piece(index: number): Summary {
  const kind = index % 7 === 5 ? 'column' : index % 11 === 8 ? 'gallery' : 'article';
  const section = sections[index % sections.length] ?? sections[0]!;
  const isFree = index === 3;
  return {
    id: anId(1000 + index),
    slug: index === 0 ? 'harbour-dredging-stalls' : index === 3 ? 'free-to-read' : `piece-${index}`,
    kind,
    title: titles[index % titles.length] ?? 'Untitled',
    dek: 'A contract signed in March gives the seabed to the port. A decree from April gives it to the fishery.',
    section: { slug: section.slug, name: section.name },
    author: ines,
    column: kind === 'column' ? tidelines : null,
    publishedAt: new Date(Date.UTC(2026, 10, 24, 12, 40) - index * 2 * 86_400_000).toISOString(),
    readingMinutes: 9,
    picture: kind === 'column' ? null : picture(index),
    access: isFree ? 'free' : index === 4 ? 'registered' : 'feature',
    feature: isFree || index === 4 ? null : 'articles',
  };
}

/** Fifty, or as many as the environment says in `PIECES`. */
export const pieces: readonly Summary[] = Array.from(
  { length: Number(process.env['PIECES'] ?? 50) },
  (_, index) => piece(index),
);

/** Stands in the first paragraph past the teaser of the newest article, and must never reach anyone who may not read it. */
export const CANARY = 'canary-harbour-dredging-stalls-1';

/** One word for each paragraph past the teaser, and for each picture past the first of a gallery. */
export const canariesOf = ({ slug, kind, access }: Summary): readonly string[] =>
  access === 'free'
    ? []
    : [1, 2, 3]
        .map((paragraph) => `canary-${slug}-${paragraph}`)
        .concat(kind === 'gallery' ? [1, 2].map((shot) => `gallery-${slug}-${shot}`) : []);

const teaser = [
  '<p>The dredger has been at anchor for eleven days. Its crew can see both of the buoys that mark the channel they were hired to deepen, and the grey patrol boat that has stood between them since the morning of the 13th, when a fisheries inspector came alongside with a paper that nobody on board could read.</p>',
  '<p>The paper was a stop order. It rests on a decree that names the same four square kilometres of seabed as the port’s contract, gives them to another ministry, and was printed one day before the contract took effect.</p>',
].join('\n');

const restOf = ({ slug }: Summary): string =>
  [
    '<h2>Two papers, one seabed</h2>',
    `<p>Neither ministry knew of the other’s paper (canary-${slug}-1), or so both of them say. The port’s lawyers had asked for the register in February and were told that it was being bound.</p>`,
    `<blockquote><p>You cannot own what moves every winter (canary-${slug}-2).</p></blockquote>`,
    `<p>The sand itself has not waited. Since the dredger stopped, the channel has lost forty centimetres, and the pilot now brings the larger ships in on the flood only (canary-${slug}-3).</p>`,
  ].join('\n');

/** The newest article as content answers it to one who may not read it, for whatever reason. */
export const denied = (reason: string) => article(pieces[0] ?? piece(0), { granted: false, reason });

/** One article as content answers it: whole for those entitled, its teaser for all others. */
export function article(summary: Summary, access: { granted: boolean; reason: string }) {
  const { access: rule, ...shared } = summary;
  const shots = [0, 1, 2].map((shot) => {
    const name = `gallery-${summary.slug}-${shot}`;
    return { ...picture(shot), name, src: `/media/${name}.svg` };
  });
  const pictures = summary.kind === 'gallery' ? shots : [];
  return {
    ...shared,
    publication: 'meridian',
    rule,
    access,
    ...(access.granted ? { body: `${teaser}\n${restOf(summary)}` } : { teaser }),
    pictures: access.granted ? pictures : pictures.slice(0, 1),
  };
}
