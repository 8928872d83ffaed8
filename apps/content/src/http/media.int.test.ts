import { anId } from '@gatefold/test-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aCanaryArticle } from '../../test/canaries.ts';
import { startContent, type Content } from '../../test/harness.ts';

const names = ['lead', 'first', 'second', 'third', 'open-one', 'open-two', 'tomorrow'];
const reader = anId(1);
let content: Content;
let token: string;

beforeAll(async () => {
  content = await startContent();
  await content.savePictures(
    names.map((name, index) => ({
      name,
      alt: `Picture ${name}`,
      caption: `Of ${name}`,
      credit: 'The Meridian',
      seed: index + 1,
      palette: ['#112233', '#445566', '#778899', '#000000'],
      kind: 'coast',
    })),
  );
  const gallery = { kind: 'gallery', image: 'lead', gallery: 'first, second, third' };
  const later = aCanaryArticle({ slug: 'later', rule: 'free', image: 'tomorrow' });
  await content.publish(
    aCanaryArticle({ slug: 'gallery', rule: 'feature:galleries', ...gallery }).manuscript,
    aCanaryArticle({ slug: 'open-gallery', rule: 'free', kind: 'gallery', gallery: 'open-one, open-two' })
      .manuscript,
    { ...later.manuscript, publishedAt: new Date(Date.now() + 3_600_000) },
  );
  content.entitlement.give(reader, ['galleries']);
  token = await content.keys.readerToken({ readerId: reader });
});
afterAll(() => content.stop());

const picturesOf = async (as: string | null, slug = 'gallery'): Promise<{ name: string; src: string }[]> =>
  (await content.get(`/v1/articles/${slug}`, as).expect(200)).body.pictures;

describe('the pictures of a gallery for subscribers', () => {
  it('are one for everyone and all for those who may see them', async () => {
    expect((await picturesOf(null)).map(({ name }) => name)).toEqual(['first']);
    expect((await picturesOf(token)).map(({ name }) => name)).toEqual(['first', 'second', 'third']);
  });

  it('open by the addresses that a subscriber was given', async () => {
    for (const { src } of await picturesOf(token)) {
      const { headers } = await content.get(src).expect(200);
      expect(headers['content-type']).toContain('image/svg+xml');
      expect(headers['cache-control']).toContain('private');
    }
  });

  it.each(['second', 'third'])('are not found by name alone: %s', async (name) => {
    await content.get(`/media/${name}.svg`).expect(404);
    await content.get(`/media/${name}.png`).expect(404);
  });

  it('are not found with a signature that was made for another picture', async () => {
    const [first] = await picturesOf(token);
    await content.get((first?.src ?? '').replace('first', 'second')).expect(404);
  });

  it('are not found with an invented signature', async () => {
    await content.get('/media/second.svg?signature=99999999999.abc').expect(404);
  });
});

describe('pictures for everyone', () => {
  it.each(['lead', 'first', 'open-one', 'open-two'])(
    'are those that lead, open, or stand in a free gallery: %s',
    async (name) => {
      const { headers } = await content.get(`/media/${name}.svg`).expect(200);
      expect(headers['cache-control']).toContain('public');
      expect(headers['content-security-policy']).toContain("default-src 'none'");
    },
  );

  it('have addresses in a free gallery that never change', async () => {
    expect((await picturesOf(null, 'open-gallery')).map(({ src }) => src)).toEqual([
      '/media/open-one.svg',
      '/media/open-two.svg',
    ]);
  });

  it('come as PNG too, for previews of a link', async () => {
    const { headers, body } = await content.get('/media/lead.png').expect(200);
    expect(headers['content-type']).toBe('image/png');
    expect((body as Buffer).subarray(1, 4).toString()).toBe('PNG');
  });

  it('are not those of an article of tomorrow', async () => {
    await content.get('/media/tomorrow.svg').expect(404);
  });

  it.each(['/media/none.svg', '/media/lead.gif', '/media/lead', '/media/..%2Fenv.svg', '/media/LEAD.svg'])(
    'are nothing else: %s',
    async (path) => {
      await content.get(path).expect(404);
    },
  );
});
