/** Numbers from 0 to 1, the same ones in each run for the same seed. */
export type Next = () => number;

export const WIDTH = 1600;
export const HEIGHT = 900;

/** Park and Miller's generator: small, and the same everywhere. */
export function sequence(seed: number): Next {
  let state = (Math.abs(Math.trunc(seed)) % 2_147_483_646) + 1;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

export const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

export const round = (value: number): number => Math.round(value * 10) / 10;

type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

export const box = ({ x, y, width, height }: Box, fill: string): string =>
  `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" fill="${fill}"/>`;

export const path = (d: readonly (string | number)[], fill: string): string =>
  `<path d="${drawn(d)}" fill="${fill}"/>`;

export const line = (d: readonly (string | number)[], stroke: string, width: number): string =>
  `<path d="${drawn(d)}" stroke="${stroke}" stroke-width="${round(width)}" fill="none"/>`;

type Disc = { readonly x: number; readonly y: number; readonly radius: number; readonly opacity?: number };

export const disc = ({ x, y, radius, opacity = 0.8 }: Disc, fill: string): string =>
  `<circle cx="${round(x)}" cy="${round(y)}" r="${round(radius)}" fill="${fill}" fill-opacity="${opacity}"/>`;

const drawn = (d: readonly (string | number)[]): string =>
  d.map((part) => (typeof part === 'number' ? round(part) : part)).join(' ');
