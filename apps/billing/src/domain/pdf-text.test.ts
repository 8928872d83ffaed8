import { expect, test } from 'vitest';
import { pdfOf } from './pdf-text.ts';

const lines = Array.from({ length: 130 }, (_, number) => ({
  text: `line ${number} (with brackets) \\ ${'é€'}`,
}));

test('is a PDF whose table of objects points at them, however many pages it takes', () => {
  const file = pdfOf('Evidence', [{ text: 'Evidence', isHeading: true }, ...lines]);
  const start = Number(/startxref\n(\d+)/.exec(file)?.[1]);
  const places = [...file.slice(start).matchAll(/(\d{10}) 00000 n/g)].map(([, place]) => Number(place));

  expect(file.slice(0, 8)).toBe('%PDF-1.4');
  expect(places.map((place, index) => file.slice(place).startsWith(`${index + 1} 0 obj`))).not.toContain(
    false,
  );
  expect(file.match(/\/Type \/Page\b(?!s)/g)?.length).toBe(3);
  expect(file).toContain(String.raw`(line 7 \(with brackets\) \\ \351?)`);
});

test('what is too long for a line goes on in the next', () => {
  const file = pdfOf('Evidence', [{ text: `${'word '.repeat(60)}${'x'.repeat(200)}` }]);

  expect([...file.matchAll(/\((.*)\) Tj/g)].every(([, text]) => (text ?? '').length <= 92)).toBe(true);
});
