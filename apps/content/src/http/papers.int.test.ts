import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aManuscript } from '../../test/builders.ts';
import { SIGNAL, startContent, type Content } from '../../test/harness.ts';

let content: Content;
const signal = {
  publication: 'signal',
  sections: [{ slug: 'machines', name: 'Machines', description: 'What computes.' }],
  authors: [{ slug: 'yara-lund', name: 'Yara Lund', beat: 'Machines', bio: 'Takes things apart.' }],
  columns: [{ slug: 'noise-floor', name: 'Noise Floor', author: 'yara-lund', description: 'What is left.' }],
  pictures: [],
};
const ofSignal = { publication: 'signal', section: 'machines', author: 'yara-lund' } as const;
const reader = '0199a1b2-0000-7000-8000-0000000000b1';

beforeAll(async () => {
  content = await startContent();
  await content.savePaper(signal);
  await content.publish(
    aManuscript({ slug: 'a-ship-comes-in' }),
    aManuscript({ ...ofSignal, slug: 'a-relay-sticks', title: 'A relay sticks, and a ship waits' }),
  );
});
afterAll(() => content.stop());

const slugs = async (path: string): Promise<string[]> => {
  const { body }: { body: { data: { slug: string }[] } } = await content.get(path).expect(200);
  return body.data.map(({ slug }) => slug).sort();
};

describe('each paper', () => {
  it.each([
    ['articles', '/v1/articles?publication=', ['a-ship-comes-in'], ['a-relay-sticks']],
    ['search', '/v1/search?q=ship&publication=', ['a-ship-comes-in'], ['a-relay-sticks']],
    ['sections', '/v1/sections?publication=', ['city', 'harbour'], ['machines']],
    ['columns', '/v1/columns?publication=', ['low-water'], ['noise-floor']],
  ])('has %s of its own', async (_, path, main, second) => {
    expect(await slugs(`${path}meridian`)).toEqual(main);
    expect(await slugs(`${path}signal`)).toEqual(second);
    expect(await slugs(`${path}herald`)).toEqual([]);
    expect(await slugs(path.replace(/[?&]publication=$/, ''))).toEqual([...main, ...second].sort());
  });

  it('shows no article of another under its own address', async () => {
    await content.get('/v1/articles/a-relay-sticks?publication=meridian').expect(404);
    await content.get('/v1/articles/a-ship-comes-in?publication=signal').expect(404);
    const { body } = await content.get('/v1/articles/a-relay-sticks?publication=signal').expect(200);
    expect(body).toMatchObject({ publication: 'signal', access: { granted: false } });
  });

  it('has a feed of its own, that leads to its own pages', async () => {
    const { text } = await content.get('/feed.xml?publication=signal').expect(200);
    expect(text).toContain('<title>The Signal</title>');
    expect(text).toContain(`${SIGNAL}/articles/a-relay-sticks`);
    expect(text).not.toContain('meridian');
    const main = await content.get('/feed.xml').expect(200);
    expect(main.text).toContain('<title>The Meridian</title>');
    expect(main.text).not.toContain('relay');
    await content.get('/feed.xml?publication=herald').expect(404);
  });

  it('has a sitemap of its own', async () => {
    const { text } = await content.get('/sitemap.xml?publication=signal').expect(200);
    const month = /\d{4}-\d\d/.exec(text)?.[0] ?? '';
    const articles = await content.get(`/sitemaps/${month}.xml?publication=signal`).expect(200);
    expect(articles.text).toContain(`${SIGNAL}/articles/a-relay-sticks`);
    expect(articles.text).not.toContain('a-ship-comes-in');
  });

  it('opens to its own subscribers, and to those of both', async () => {
    const read = async (features: string[]) => {
      content.entitlement.give(reader, features);
      const token = await content.keys.readerToken({ readerId: reader });
      const { body } = await content.get('/v1/articles/a-relay-sticks', token).expect(200);
      return body.access;
    };
    expect(await read(['articles'])).toMatchObject({ granted: false, reason: 'wrong-plan' });
    expect(await read(['articles', 'signal/articles'])).toMatchObject({ granted: true });
  });
});

it('an article stays in its paper, whatever another one publishes by that name', async () => {
  await expect(content.publish(aManuscript({ ...ofSignal, slug: 'a-ship-comes-in' }))).rejects.toThrow(
    /fkey/,
  );
  const taken = { ...signal, authors: [{ ...signal.authors[0]!, slug: 'ines-okafor' }] };
  await expect(content.savePaper(taken)).rejects.toThrow(/fkey/);
  await content.get('/v1/articles/a-ship-comes-in?publication=meridian').expect(200);
});
