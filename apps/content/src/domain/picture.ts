/** Everything that a drawn picture depends on: the same parameters always make the same picture. */
export type PictureSpec = {
  readonly name: string;
  readonly alt: string;
  readonly caption: string;
  readonly credit: string;
  readonly seed: number;
  /** From the sky downwards, as #rrggbb. */
  readonly palette: readonly string[];
  readonly kind: string;
};

export const WIDTH = 1600;
export const HEIGHT = 900;

/**
 * A picture for an article, drawn as SVG from its parameters: sky, light, layers of land or
 * water, and what stands in them.
 *
 * It carries no script, no link and no text but its own description.
 */
export function drawPicture({ alt, seed, palette, kind }: PictureSpec): string {
  const next = sequence(seed);
  const [sky = '#40545c', far = '#8fa3a3', near = '#d9c9a8', ink = '#2b2620'] = palette;
  const horizon = HEIGHT * (0.42 + next() * 0.18);
  const scene = [
    rect(0, HEIGHT, `url(#sky)`),
    disc(WIDTH * (0.15 + next() * 0.7), horizon * (0.35 + next() * 0.4), 40 + next() * 50, near),
    ...ridges({ next, horizon, colours: [far, near, ink] }),
    ...subjects[kind in subjects ? (kind as Subject) : 'coast']({ next, horizon, ink, near }),
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escape(alt)}">`,
    `<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${sky}"/><stop offset="1" stop-color="${far}"/></linearGradient></defs>`,
    ...scene,
    '</svg>',
  ].join('');
}

type Next = () => number;
type Setting = { readonly next: Next; readonly horizon: number; readonly ink: string; readonly near: string };
type Subject = 'coast' | 'harbour' | 'city' | 'field' | 'portrait' | 'night' | 'abstract';

const subjects: Readonly<Record<Subject, (setting: Setting) => string[]>> = {
  coast: ({ next, horizon, ink }) => waves(next, horizon, ink),
  harbour: ({ next, horizon, ink, near }) => [...waves(next, horizon, near), ...cranes(next, horizon, ink)],
  city: ({ next, horizon, ink }) => towers({ next, horizon, ink, lit: null }),
  night: ({ next, horizon, ink, near }) => towers({ next, horizon, ink, lit: near }),
  field: ({ next, horizon, ink }) => furrows(next, horizon, ink),
  portrait: ({ next, ink, near }) => figure(next, ink, near),
  abstract: ({ next, ink, near }) =>
    many(9, () => disc(next() * WIDTH, next() * HEIGHT, 40 + next() * 190, next() > 0.5 ? ink : near, 0.22)),
};

/** Park and Miller's generator: small, and the same everywhere. */
function sequence(seed: number): Next {
  let state = (Math.abs(Math.trunc(seed)) % 2_147_483_646) + 1;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

function ridges({
  next,
  horizon,
  colours,
}: {
  next: Next;
  horizon: number;
  colours: readonly string[];
}): string[] {
  return colours.map((colour, layer) => {
    const base = horizon + layer * (HEIGHT - horizon) * 0.3;
    const points = many(9, (index) => `${(index * WIDTH) / 8},${round(base + (next() - 0.5) * 70)}`);
    return `<polygon points="0,${HEIGHT} ${points.join(' ')} ${WIDTH},${HEIGHT}" fill="${colour}" fill-opacity="${layer === 2 ? 0.55 : 0.85}"/>`;
  });
}

const waves = (next: Next, horizon: number, colour: string): string[] =>
  many(26, (index) => {
    const y = horizon + 30 + index * ((HEIGHT - horizon) / 27);
    const x = next() * WIDTH;
    return `<path d="M${round(x)} ${round(y)}q${round(40 + index * 4)} ${round(-6 - index)} ${round(90 + index * 9)} 0" stroke="${colour}" stroke-opacity=".5" stroke-width="${round(1 + index / 9)}" fill="none"/>`;
  });

const cranes = (next: Next, horizon: number, colour: string): string[] =>
  many(4, (index) => {
    const x = 120 + index * 370 + next() * 120;
    const top = horizon - 170 - next() * 120;
    return `<path d="M${round(x)} ${round(horizon + 40)}V${round(top)}l${round(150 + next() * 90)} -34M${round(x)} ${round(top)}l-70 26M${round(x)} ${round(top)}l44 ${round(horizon + 40 - top)}" stroke="${colour}" stroke-width="9" fill="none"/>`;
  });

function towers({ next, horizon, ink, lit }: Omit<Setting, 'near'> & { lit: string | null }): string[] {
  return many(17, (index) => {
    const width = 60 + next() * 60;
    const height = 120 + next() * 330;
    const x = index * 96 - 20;
    const y = horizon + 200 - height;
    const windows =
      lit === null
        ? []
        : many(
            12,
            () =>
              `<rect x="${round(x + 8 + next() * (width - 22))}" y="${round(y + 10 + next() * (height - 24))}" width="7" height="10" fill="${lit}"/>`,
          );
    return `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(HEIGHT - y)}" fill="${ink}" fill-opacity=".8"/>${windows.join('')}`;
  });
}

const furrows = (next: Next, horizon: number, colour: string): string[] =>
  many(22, (index) => {
    const x = (index - 11) * 190 + WIDTH / 2;
    return `<path d="M${round(WIDTH / 2 + (x - WIDTH / 2) * 0.12)} ${round(horizon + 60)}L${round(x)} ${HEIGHT}" stroke="${colour}" stroke-opacity="${round(0.25 + next() * 0.3)}" stroke-width="${round(3 + next() * 9)}"/>`;
  });

function figure(next: Next, ink: string, near: string): string[] {
  const x = WIDTH * (0.4 + next() * 0.2);
  return [
    disc(x, 370, 120, near),
    `<path d="M${round(x - 260)} ${HEIGHT}c0 -260 110 -390 260 -390s260 130 260 390z" fill="${ink}"/>`,
    `<path d="M${round(x - 118)} 350c10 -150 226 -150 236 0c-40 -70 -180 -80 -236 0z" fill="${ink}"/>`,
  ];
}

const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
const round = (value: number): number => Math.round(value * 10) / 10;
const rect = (y: number, height: number, fill: string): string =>
  `<rect y="${y}" width="${WIDTH}" height="${height}" fill="${fill}"/>`;
const disc = (x: number, y: number, radius: number, fill: string, opacity = 0.8): string =>
  `<circle cx="${round(x)}" cy="${round(y)}" r="${round(radius)}" fill="${fill}" fill-opacity="${opacity}"/>`;
const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
