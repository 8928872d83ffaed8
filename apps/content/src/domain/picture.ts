import { disc, HEIGHT, many, round, sequence, WIDTH } from './picture-shapes.ts';
import { subjects, type Setting, type Subject } from './picture-subjects.ts';

export { HEIGHT, WIDTH } from './picture-shapes.ts';

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
  const subject = isSubject(kind) ? kind : 'coast';
  const setting: Setting = { next, horizon, far, near, ink };
  const light = {
    x: WIDTH * (0.15 + next() * 0.7),
    y: horizon * (0.35 + next() * 0.4),
    radius: 40 + next() * 50,
  };
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escape(alt)}">`,
    `<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${sky}"/><stop offset="1" stop-color="${far}"/></linearGradient></defs>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="url(#sky)"/>`,
    // What lies on a table or in a box has no sun behind it.
    ...(subject === 'abstract' ? [] : [disc(light, near), ...ridges(setting)]),
    ...subjects[subject](setting),
    '</svg>',
  ].join('');
}

const isSubject = (kind: string): kind is Subject => Object.hasOwn(subjects, kind);

function ridges({ next, horizon, far, near, ink }: Setting): string[] {
  return [far, near, ink].map((colour, layer) => {
    const base = horizon + layer * (HEIGHT - horizon) * 0.3;
    const points = many(9, (index) => `${(index * WIDTH) / 8},${round(base + (next() - 0.5) * 70)}`);
    const opacity = layer === 2 ? 0.55 : 0.85;
    return `<polygon points="0,${HEIGHT} ${points.join(' ')} ${WIDTH},${HEIGHT}" fill="${colour}" fill-opacity="${opacity}"/>`;
  });
}

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
