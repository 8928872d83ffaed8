import { expect, test } from 'vitest';
import { button, facts, link, paragraph, small, type Letter } from '../domain/letter.ts';
import { asHtml } from './layout.ts';

const meridian = { key: 'meridian', name: 'The Meridian' };
const letter: Letter = {
  subject: 'Subject',
  preview: 'Preview',
  heading: 'Heading',
  parts: [
    paragraph('A paragraph.'),
    facts([
      { label: 'Paid', value: '$1' },
      { label: 'Left out', value: null },
    ]),
    button('Open', 'https://meridian.example/a?b=1&c=2'),
    link('Elsewhere', 'https://meridian.example/else'),
    small('Small print.'),
  ],
};

test('every part of a letter is on the page', () => {
  const html = asHtml(letter, meridian, 'en-US');

  for (const words of ['The Meridian', 'Preview', 'Heading', 'A paragraph.', 'Paid', '$1', 'Small print.'])
    expect(html).toContain(words);
  expect(html).toContain('href="https://meridian.example/a?b=1&amp;c=2"');
  expect(html).toContain('href="https://meridian.example/else"');
  expect(html).toContain('<html lang="en-US">');
});

test('each title has its own name and colours, and one without colours the plain ones', () => {
  const [here, there, other] = ['meridian', 'signal', 'courier'].map((key) =>
    asHtml(letter, { key, name: key }, 'en'),
  );

  expect(there).toContain('#00596b');
  expect(here).not.toContain('#00596b');
  expect(other?.replaceAll('courier', 'meridian')).toBe(here);
});

test('a fact that nobody knows leaves no empty row', () => {
  expect(asHtml(letter, meridian, 'en-US')).not.toContain('Left out');
});

test('text never becomes markup', () => {
  const html = asHtml(
    { ...letter, parts: [paragraph('<img src=x onerror="a">')] },
    { key: 'meridian', name: `"><b>` },
    'en',
  );

  expect(html).toContain('&lt;img src=x onerror=&quot;a&quot;&gt;');
  expect(html).not.toContain('<b>');
});

test('a mail is readable in the dark', () => {
  const html = asHtml(letter, meridian, 'en');

  expect(html).toContain('<meta name="color-scheme" content="light dark">');
  expect(html).toMatch(/prefers-color-scheme: dark/);
});
