import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const read = (file: string): string => readFileSync(path.join(import.meta.dirname, file), 'utf8');
const themes = ['tokens.css', 'themes/signal.css'];

type Tokens = ReadonlyMap<string, string>;

/** The tokens of a theme; with `more` those for readers who have asked for more contrast on top. */
function tokensOf(css: string, { more = false } = {}): Tokens {
  const [plain = '', contrast = ''] = css.split('@media (prefers-contrast: more)');
  const found = [...`${plain}${more ? contrast : ''}`.matchAll(/(--[\w-]+):\s*([^;]+);/g)];
  return new Map(found.map(([, name = '', value = '']) => [name, value]));
}

const inks = ['--ink', '--ink-soft', '--accent', '--ok', '--warn', '--bad'];
const grounds = ['--paper', '--sheet'];
const edges = ['--edge', '--focus'];
const pairsOf = (of: readonly string[], on: readonly string[]) =>
  of.flatMap((ink) => on.map((ground) => [ink, ground] as const));

describe.each(themes)('the theme in %s', (file) => {
  const tokens = tokensOf(read(file));

  test.each(['light', 'dark'] as const)(
    'can be read: 4.5:1 for what is written, 3:1 for edges, %s',
    (scheme) => {
      const faint = [
        ...pairsOf(inks, grounds).map((pair) => ({ pair, least: 4.5 })),
        ...pairsOf(edges, grounds).map((pair) => ({ pair, least: 3 })),
        { pair: ['--accent-ink', '--accent'] as const, least: 4.5 },
      ].filter(
        ({ pair: [ink, ground], least }) =>
          contrast(colour(tokens, ink, scheme), colour(tokens, ground, scheme)) < least,
      );

      expect(faint).toEqual([]);
    },
  );

  test.each(['light', 'dark'] as const)('can be read by those who need more: 7:1, %s', (scheme) => {
    const more = tokensOf(read(file), { more: true });
    const faint = pairsOf(['--ink', '--ink-soft', '--edge'], grounds).filter(
      ([ink, ground]) => contrast(colour(more, ink, scheme), colour(more, ground, scheme)) < 7,
    );

    expect(faint).toEqual([]);
  });

  test('names every token, and none that nobody knows', () => {
    expect([...tokens.keys()].sort()).toEqual([...tokensOf(read('tokens.css')).keys()].sort());
  });
});

const styles = (folder: string): string[] =>
  readdirSync(path.join(import.meta.dirname, folder))
    .filter((name) => name.endsWith('.css'))
    .map((name) => path.join(folder, name));

test.each(['base.css', 'components.css', ...styles('../../../apps/site/src/styles')])(
  '%s names no colour and no font: a theme is one file',
  (file) => {
    // The colours of a mask are no colours: only their opacity counts.
    const css = read(file).replaceAll(/mask-image:[^;]+;/g, '');

    expect(
      css.match(/#[\da-f]{3,8}\b|\b(rgb|hsl|oklch)a?\(|'(Inter|Source Serif 4|JetBrains Mono)'/gi),
    ).toBeNull();
  },
);

function colour(tokens: Tokens, name: string, scheme: 'light' | 'dark'): readonly number[] {
  const value = tokens.get(name) ?? '';
  const [light = '', dark = ''] = [...value.matchAll(/#([\da-f]{6})/gi)].map(([, hex]) => hex);
  const hex = scheme === 'light' ? light : dark;
  return [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
}

/** As WCAG 2.2 defines it. */
function contrast(one: readonly number[], other: readonly number[]): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(rgb: readonly number[]): number {
  const [r = 0, g = 0, b = 0] = rgb.map((part) =>
    part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
