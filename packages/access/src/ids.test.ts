import { describe, expect, test } from 'vitest';
import { idWords, readId, readIdBytes, writeId } from './ids.ts';

const id = '01990abc-def0-7123-8456-789abcdef012';
const read = (text: string): boolean => {
  const bytes = new TextEncoder().encode(`"${text}"`);
  const [asText, asBytes] = [readId(text), bytes.length === 38 && readIdBytes(bytes, 1)];
  expect(asBytes).toBe(asText);
  return asText;
};

describe('an id', () => {
  test('is the same in upper case, and comes back as it was', () => {
    for (const text of [id, id.toUpperCase()]) {
      expect(read(text)).toBe(true);
      expect(writeId(idWords, 0)).toBe(id);
    }
  });

  const places = Array.from({ length: 36 }, (_, place) => place);
  const hyphens = [8, 13, 18, 23];
  const wrong = ['g', 'G', '/', ':', '@', '`', ' ', '-', '\u0000', 'é', '０'];

  test.each(places)('with a letter that is none of its own at place %i is no id', (place) => {
    for (const letter of wrong) {
      if (letter === '-' && hyphens.includes(place)) continue;
      expect(read(id.slice(0, place) + letter + id.slice(place + 1))).toBe(false);
    }
    if (hyphens.includes(place)) expect(read(id.slice(0, place) + 'a' + id.slice(place + 1))).toBe(false);
  });

  test.each(['', id.slice(1), `${id}0`, `${id} `, `{${id}}`])('of another length is none: "%s"', (text) => {
    expect(readId(text)).toBe(false);
  });

  test('is not read beyond the end of what there is', () => {
    expect(readIdBytes(new TextEncoder().encode(id), 1)).toBe(false);
  });
});
