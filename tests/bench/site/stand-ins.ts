import { billing, content, identity } from '@gatefold/api';
import { startFake } from '@gatefold/web-kit/testing';
import { articleId, readerId } from '../entitlement/population.ts';

const TOKEN_MS = 300_000;

/** Stands past the teaser of every article, and in nothing else. */
export const CANARY = 'beyond-the-wall-of-story-';

const sentence =
  'The pilot brings the larger ships in on the flood only, and the harbour waits for the rest. ';
const paragraphs = (count: number): string =>
  Array.from({ length: count }, () => `<p>${sentence.repeat(5)}</p>`).join('\n');
const teaser = paragraphs(2);
const rest = paragraphs(16);

const author = { slug: 'ines-okafor', name: 'Ines Okafor' };
const section = { slug: 'coast', name: 'Coast' };
const numberIn = (name: string | undefined): number => Number(/\d+$/.exec(name ?? '')?.[0] ?? Number.NaN);

const story = (n: number) => ({
  ...{
    id: articleId(n),
    slug: `story-${n}`,
    kind: 'article',
    title: `What the harbour waits for, part ${n}`,
  },
  dek: 'A contract signed in March gives the seabed to the port. A decree from April gives it to the fishery.',
  ...{ section, author, column: null, publishedAt: '2026-01-02T12:00:00.000Z', readingMinutes: 9 },
  picture: {
    ...{ name: 'harbour', src: '/media/harbour.svg', alt: 'The outer harbour', caption: 'Low tide.' },
    ...{ credit: 'Picture: The Meridian', width: 1600, height: 900 },
  },
  feature: 'articles',
});

const whole = (n: number): string => `${teaser}\n<p>${CANARY}${n}</p>\n${rest}`;

const page = (data: readonly unknown[]) => ({ answer: { data, nextCursor: null } });

/** What the site asks beside entitlement, each by its contract over HTTP. Readers below `payers` have paid. */
export async function startStandIns(payers: number) {
  const services = await Promise.all([
    startFake('content', content, {
      listSections: () => page([{ ...section, description: 'Harbours, islands and the sea.' }]),
      listArticles: () => page([1, 2, 3].map((n) => ({ ...story(n), access: 'feature' }))),
      openNow: () => ({ answer: { isOpen: false } }),
      takeReads: ({ body }) => ({ status: 202, answer: { taken: (body as { data: object[] }).data.length } }),
      readArticle({ params, token }) {
        const n = numberIn(params['slug']);
        const granted = token !== null && numberIn(token) < payers;
        const reason = granted ? 'subscription' : token === null ? 'not-signed-in' : 'no-plan';
        const text = granted ? { body: whole(n) } : { teaser };
        const access = { granted, reason };
        return {
          answer: { ...story(n), publication: 'meridian', rule: 'feature', access, ...text, pictures: [] },
        };
      },
    }),
    startFake('billing', billing, {
      listOffers: () => page([offer]),
      readersSubscriptions: () => page([]),
      readersGifts: () => page([]),
    }),
    startFake('identity', identity, {
      endedSessions: () => ({ answer: { data: [], cursor: '1.1', isComplete: true } }),
      currentSession({ body }) {
        const n = numberIn((body as { sessionToken: string }).sessionToken);
        const tokenExpiresAt = new Date(Date.now() + TOKEN_MS).toISOString();
        const who = { readerId: readerId(n), role: 'reader', provisional: false, email: `r${n}@example.com` };
        return { answer: { ...who, token: `token-${n}`, tokenExpiresAt } };
      },
    }),
  ]);
  const [atContent, atBilling, atIdentity] = services;
  return {
    urls: { content: atContent.url, billing: atBilling.url, identity: atIdentity.url },
    close: () => services.forEach((service) => service.close()),
  };
}

const usd = (amount: string) => ({ amount, currency: 'USD' });
const month = { unit: 'week', count: 4 };

const offer = {
  ...{ key: 'digital', version: 1, publication: 'meridian', bundle: 'all-access', product: 'digital' },
  name: 'The Meridian, all access',
  phases: [
    { key: 'intro', charges: 1, interval: month, amount: usd('100') },
    { key: 'year_one', charges: 13, interval: month, amount: usd('900') },
    { key: 'standard', charges: null, interval: month, amount: usd('1500') },
  ],
  consent: { version: '2026-01', text: 'I agree to $1 today, $9 for a year and $15 after that.' },
  benefits: ['Unlimited access to all reporting', 'The Daily Update', 'No commitments: cancel any time'],
};
