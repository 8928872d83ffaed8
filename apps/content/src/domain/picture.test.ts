import { describe, expect, it } from 'vitest';
import { drawPicture, type PictureSpec } from './picture.ts';

const aPicture = (change: Partial<PictureSpec> = {}): PictureSpec => ({
  name: 'pier',
  alt: 'A pier',
  caption: '',
  credit: 'The Meridian',
  seed: 7,
  palette: ['#112233', '#445566', '#778899', '#000000'],
  kind: 'harbour',
  ...change,
});

describe('a drawn picture', () => {
  it('is the same each time it is drawn', () => {
    expect(drawPicture(aPicture())).toBe(drawPicture(aPicture()));
  });

  it('is another one from another seed', () => {
    expect(drawPicture(aPicture({ seed: 8 }))).not.toBe(drawPicture(aPicture()));
  });

  it('says what it shows, and nothing that could end the attribute', () => {
    const svg = drawPicture(aPicture({ alt: '"><script>alert(1)</script>' }));
    expect(svg).not.toContain('<script');
    expect(svg).toContain('aria-label="&quot;>&lt;script>alert(1)&lt;/script>"');
  });

  it.each([
    'coast',
    'harbour',
    'ship',
    'tower',
    'street',
    'city',
    'night',
    'field',
    'portrait',
    'abstract',
    'something else',
  ])('has neither script nor link nor a broken number: %s', (kind) => {
    expect(drawPicture(aPicture({ kind }))).not.toMatch(/script|href|NaN|undefined/);
  });
});
