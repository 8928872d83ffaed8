import sharp from 'sharp';
import { drawPicture, type PictureSpec } from '../../domain/picture.ts';
import type { Rasterise } from '../../usecases/ports.ts';

/** As wide as the cards in which other sites show a link. */
const CARD_WIDTH = 1_200;
const KEPT = 40;

/** Pictures as PNG, for readers that show no SVG, such as link previews. Keeps the last few, since drawing one takes a while. */
export function rasterise(): Rasterise {
  const kept = new Map<string, Promise<Buffer>>();

  return (spec: PictureSpec) => {
    const known = kept.get(spec.name);
    if (known !== undefined) return known;
    const png = sharp(Buffer.from(drawPicture(spec)))
      .resize({ width: CARD_WIDTH })
      .png({ palette: true })
      .toBuffer();
    png.catch(() => kept.delete(spec.name));
    kept.set(spec.name, png);
    const [oldest] = kept.keys();
    if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
    return png;
  };
}
