import { parse } from '@gatefold/service-kit';
import { Router } from 'express';
import { z } from 'zod';
import { drawPicture } from '../domain/picture.ts';
import { refuse } from '../domain/refusals.ts';
import type { ArticleStore } from '../usecases/ports.ts';
import type { PictureLinks } from './picture-links.ts';

const MediaParams = z.object({ file: z.string().regex(/^[a-z0-9-]{1,80}\.svg$/) });
const MediaQuery = z.object({ signature: z.string().max(100).optional() });

/** Pictures. One that only a gated gallery shows is not found without a signature, as if it did not exist. */
export function mediaRoutes({ articles, links }: { articles: ArticleStore; links: PictureLinks }): Router {
  const router = Router();

  router.get('/media/:file', async (req, res) => {
    const name = parse(MediaParams, req.params).file.slice(0, -'.svg'.length);
    const { signature } = parse(MediaQuery, req.query);
    const isOpen = signature === undefined ? await articles.isOpenPicture(name) : links.accepts(name, signature);
    const [spec] = isOpen ? await articles.pictures([name]) : [];
    if (spec === undefined) throw refuse('picture-not-found');

    res
      .type('image/svg+xml')
      .set('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
      .set('cache-control', signature === undefined ? 'public, max-age=86400' : 'private, max-age=3600')
      .send(drawPicture(spec));
  });

  return router;
}
