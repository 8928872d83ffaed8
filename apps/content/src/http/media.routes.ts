import type { BusinessClock } from '@gatefold/kernel';
import { parse } from '@gatefold/service-kit';
import { Router } from 'express';
import { z } from 'zod';
import { drawPicture } from '../domain/picture.ts';
import { refuse } from '../domain/refusals.ts';
import type { ArticleStore, Rasterise } from '../usecases/ports.ts';
import type { PictureLinks } from './picture-links.ts';

const MediaQuery = z.object({ signature: z.string().max(100).optional() });

type Deps = { articles: ArticleStore; links: PictureLinks; rasterise: Rasterise; clock: BusinessClock };

/**
 * Pictures: drawn as SVG, and as PNG for link previews.
 *
 * One that only a gated gallery shows is not found without a signature, as if it did not exist.
 */
export function mediaRoutes({ articles, links, rasterise, clock }: Deps): Router {
  const router = Router({ caseSensitive: true, strict: true });

  router.get('/media/:file', async (req, res) => {
    const [, name, type] = /^([a-z0-9-]{1,80})\.(svg|png)$/.exec(req.params.file) ?? [];
    const { signature } = parse(MediaQuery, req.query);
    if (name === undefined) throw refuse('picture-not-found');
    const isOpen =
      signature === undefined
        ? await articles.isOpenPicture(name, clock.now())
        : links.accepts(name, signature);
    const [spec] = isOpen ? await articles.pictures([name]) : [];
    if (spec === undefined) throw refuse('picture-not-found');

    res
      .type(type === 'png' ? 'image/png' : 'image/svg+xml')
      .set('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
      .set('cross-origin-resource-policy', 'cross-origin')
      .set('cache-control', signature === undefined ? 'public, max-age=86400' : 'private, max-age=3600')
      .send(type === 'png' ? await rasterise(spec) : drawPicture(spec));
  });

  return router;
}
