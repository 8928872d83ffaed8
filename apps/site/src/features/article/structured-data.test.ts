import { describe, expect, test } from 'vitest';
import { embeddable, structuredData } from './structured-data.ts';

const article = {
  title: 'Sand',
  dek: 'Two ministries.',
  publishedAt: '2026-11-24T07:40:00Z',
  author: { name: 'Ines Okafor' },
  section: { name: 'Coast' },
  rule: 'feature',
  granted: false,
  url: 'https://meridian.example/articles/sand',
  image: null,
} as const;

describe('what search engines are told is what was sent', () => {
  test.each([
    { what: 'the wall stands for the text', subject: article, selector: '.wall' },
    { what: 'the text is there', subject: { ...article, granted: true }, selector: '.article-text' },
    {
      what: 'free after registering is not free',
      subject: { ...article, rule: 'registered' as const },
      selector: '.wall',
    },
  ])('$what', ({ subject, selector }) => {
    expect(structuredData(subject, 'The Meridian')).toMatchObject({
      isAccessibleForFree: false,
      hasPart: { isAccessibleForFree: false, cssSelector: selector },
    });
  });

  test('a free article names no closed part', () => {
    const data = structuredData({ ...article, rule: 'free', granted: true }, 'The Meridian');

    expect(data).toMatchObject({ isAccessibleForFree: true });
    expect(data).not.toHaveProperty('hasPart');
  });
});

test('nothing of the text stands in it, also where all of it is shown', () => {
  const read = {
    ...article,
    granted: true,
    body: '<p>Past the teaser.</p>',
    teaser: '<p>Before the wall.</p>',
  };

  expect(JSON.stringify(structuredData(read, 'The Meridian'))).not.toMatch(/Past|Before/);
});

test('a title cannot end the element that the data stands in', () => {
  expect(embeddable({ headline: '</script><script>alert(1)</script>' })).not.toContain('</script>');
});
