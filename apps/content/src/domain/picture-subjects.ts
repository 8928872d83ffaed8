import { box, disc, HEIGHT, line, many, path, WIDTH, type Next } from './picture-shapes.ts';

export type Setting = {
  readonly next: Next;
  readonly horizon: number;
  readonly far: string;
  readonly near: string;
  readonly ink: string;
};

/** What may stand in a picture. */
export type Subject =
  | 'coast'
  | 'harbour'
  | 'ship'
  | 'tower'
  | 'city'
  | 'night'
  | 'street'
  | 'field'
  | 'portrait'
  | 'abstract';

export const subjects: Readonly<Record<Subject, (setting: Setting) => string[]>> = {
  coast: (setting) => waves(setting, setting.ink),
  harbour: (setting) => [...waves(setting, setting.near), ...cranes(setting)],
  ship: (setting) => [...waves(setting, setting.near), ...ships(setting)],
  tower: (setting) => [...waves(setting, setting.ink), ...lighthouse(setting)],
  city: (setting) => blocks(setting, null),
  night: (setting) => blocks(setting, setting.near),
  street: gables,
  field: furrows,
  portrait: figure,
  abstract: rings,
};

function waves({ next, horizon }: Setting, colour: string): string[] {
  return many(26, (index) => {
    const y = horizon + 30 + index * ((HEIGHT - horizon) / 27);
    const curve = ['M', next() * WIDTH, y, 'q', 40 + index * 4, -6 - index, 90 + index * 9, 0];
    return line(curve, colour, 1 + index / 9);
  });
}

function cranes({ next, horizon, ink }: Setting): string[] {
  const foot = horizon + 40;
  return many(4, (index) => {
    const x = 120 + index * 370 + next() * 120;
    const top = horizon - 170 - next() * 120;
    const boom = ['M', x, foot, 'V', top, 'l', 150 + next() * 90, -34];
    return line([...boom, 'M', x, top, 'l', -70, 26, 'M', x, top, 'l', 44, foot - top], ink, 9);
  });
}

function ships({ next, horizon, ink, near }: Setting): string[] {
  return many(3, (index) => {
    const size = 0.5 + index * 0.35 + next() * 0.2;
    const x = 120 + index * 480 + next() * 160;
    const y = horizon + 40 + index * 70;
    const hull = ['M', x, y, 'h', 330 * size, 'l', -46 * size, 62 * size, 'h', -250 * size, 'z'];
    const bridge = { x: x + 40 * size, y: y - 78 * size, width: 64 * size, height: 80 * size };
    const mast = ['M', x + 220 * size, y, 'v', -120 * size, 'l', 70 * size, 120 * size];
    return [path(hull, ink), box(bridge, near), line(mast, ink, 5 * size)].join('');
  });
}

function lighthouse({ next, horizon, ink, near }: Setting): string[] {
  const x = WIDTH * (0.28 + next() * 0.44);
  const foot = horizon + 120;
  const top = horizon - 230;
  return [
    path(['M', x, top, 'L', x - 900, top - 190, 'v', 250, 'z'], `${near}55`),
    path(['M', x - 320, foot + 70, 'q', 150, -110, 320, -90, 't', 330, 100, 'z'], ink),
    path(['M', x - 34, top + 30, 'h', 68, 'l', 26, foot - top - 30, 'h', -120, 'z'], ink),
    box({ x: x - 28, y: top - 32, width: 56, height: 52 }, near),
    path(['M', x - 42, top - 30, 'l', 42, -48, 'l', 42, 48, 'z'], ink),
  ];
}

/** Blocks of houses; with `lit`, windows of that colour. */
function blocks({ next, horizon, ink }: Setting, lit: string | null): string[] {
  return many(17, (index) => {
    const width = 60 + next() * 60;
    const height = 120 + next() * 250;
    const house = { x: index * 96 - 20, y: horizon + 200 - height, width, height: HEIGHT };
    const windows = many(lit === null ? 0 : 12, () =>
      box(
        {
          x: house.x + 8 + next() * (width - 22),
          y: house.y + 10 + next() * (height - 24),
          width: 7,
          height: 10,
        },
        lit ?? ink,
      ),
    );
    return [box(house, `${ink}cc`), ...windows].join('');
  });
}

/** A row of old houses with gables, chimneys and windows. */
function gables({ next, horizon, ink, near, far }: Setting): string[] {
  const foot = HEIGHT - 90;
  const houses = many(11, (index) => {
    const x = index * 150 - 30;
    const width = 148;
    const eaves = horizon - 40 + next() * 150;
    const peak = eaves - 60 - next() * 60;
    const front = ['M', x, foot, 'V', eaves, 'L', x + width / 2, peak, 'L', x + width, eaves, 'V', foot, 'z'];
    const windows = many(9, (place) => {
      const at = {
        x: x + 24 + (place % 3) * 40,
        y: eaves + 26 + Math.floor(place / 3) * 74,
        width: 20,
        height: 34,
      };
      return box(at, next() > 0.55 ? near : `${far}66`);
    });
    const chimney = box({ x: x + width * 0.72, y: peak - 6, width: 18, height: 60 }, ink);
    return [chimney, path(front, index % 2 === 0 ? ink : `${ink}dd`), ...windows].join('');
  });
  return [...houses, box({ x: 0, y: foot, width: WIDTH, height: HEIGHT - foot }, `${ink}aa`)];
}

function furrows({ next, horizon, ink }: Setting): string[] {
  const middle = WIDTH / 2;
  return many(22, (index) => {
    const offset = (index - 11) * 190;
    return line(
      ['M', middle + offset * 0.12, horizon + 60, 'L', middle + offset, HEIGHT],
      `${ink}77`,
      3 + next() * 9,
    );
  });
}

function figure({ next, ink, near }: Setting): string[] {
  const x = WIDTH * (0.4 + next() * 0.2);
  return [
    disc({ x, y: 370, radius: 112, opacity: 1 }, near),
    path(['M', x - 260, HEIGHT, 'c', 0, -260, 110, -390, 260, -390, 's', 260, 130, 260, 390, 'z'], ink),
    path(['M', x - 124, 372, 'c', -10, -176, 258, -176, 248, 0, 'c', -50, -78, -190, -88, -248, 0, 'z'], ink),
  ];
}

function rings({ next, ink, near, far }: Setting): string[] {
  return many(7, (index) => {
    const place = { x: WIDTH * ((index + 0.5) / 7), y: HEIGHT * (0.25 + next() * 0.5) };
    const radius = 90 + next() * 190;
    const colour = [ink, near, far][index % 3] ?? ink;
    return [
      disc({ ...place, radius, opacity: 0.5 }, colour),
      disc({ ...place, radius: radius * 0.62, opacity: 0.35 }, near),
      disc({ ...place, radius: radius * 0.18, opacity: 0.9 }, ink),
    ].join('');
  });
}
