import { describe, expect, it } from 'vitest';
import { anArticle, aParagraph } from '../../test/builders.ts';
import { bodyOf, type Access } from './body.ts';

describe('the text that somebody gets', () => {
  const article = anArticle({ gallery: ['one', 'two', 'three'] });

  it('is the whole of it for one who may read', () => {
    const body = bodyOf(article, { granted: true });
    expect(body.whole).toBe(true);
    expect(body.html).toContain('fourth');
    expect(body.pictures).toEqual(['one', 'two', 'three']);
  });

  it('bears a mark where the teaser ends, once, so that one who comes back from the wall reads on there', () => {
    const { html } = bodyOf(article, { granted: true });
    const teaser = bodyOf(article, { granted: false }).html;
    expect(html.startsWith(`${teaser}\n<p id="rest">`)).toBe(true);
    expect(html.split('id="rest"')).toHaveLength(2);
    expect(teaser).not.toContain('id=');
  });

  it('is the teaser for everyone else, with the first picture', () => {
    const body = bodyOf(article, { granted: false });
    expect(body.whole).toBe(false);
    expect(body.html).toContain('first');
    expect(body.html).not.toContain('third');
    expect(body.pictures).toEqual(['one']);
  });

  it.each([{}, { granted: undefined }, { granted: null }, { granted: 'true' }, { granted: 1 }])(
    'is the teaser when the answer is not a clear yes: %o',
    (access) => {
      expect(bodyOf(article, access as unknown as Access).whole).toBe(false);
    },
  );

  it('is empty, not whole, for a text too short to be shown in part', () => {
    expect(bodyOf(anArticle({ blocks: [aParagraph(30)] }), { granted: false })).toEqual({
      whole: false,
      html: '',
      pictures: [],
    });
  });
});
