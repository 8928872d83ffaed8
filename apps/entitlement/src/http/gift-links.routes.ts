import { entitlement, expressPath } from '@gatefold/api';
import { parse, readerOf } from '@gatefold/service-kit';
import { Router } from 'express';
import type { GiftLink } from '../domain/gift-link.ts';
import { refuse } from '../domain/refusals.ts';

type Deps = {
  giveArticle(giverId: string, article: string): Promise<GiftLink>;
  giftLinksOf(giverId: string): Promise<readonly GiftLink[]>;
  revokeGiftLink(id: string, giverId: string): Promise<GiftLink | null>;
  tokenOf(link: GiftLink): string;
};

/** What readers give away to others. Each sees and closes their own. */
export function giftLinkRoutes({ giveArticle, giftLinksOf, revokeGiftLink, tokenOf }: Deps): Router {
  const router = Router();
  const toLink = (link: GiftLink) => ({
    id: link.id,
    token: tokenOf(link),
    articleId: link.articleId,
    from: link.from.toISOString(),
    until: link.until.toISOString(),
    opens: link.opens,
    mostOpens: link.mostOpens,
    isRevoked: link.revokedAt !== null,
  });

  router.post(expressPath(entitlement.giveArticle), async (req, res) => {
    const { readerId } = readerOf(res);
    const { article } = parse(entitlement.giveArticle.body, req.body);
    res.status(201).json(toLink(await giveArticle(readerId, article)));
  });

  router.get(expressPath(entitlement.listGiftLinks), async (_req, res) => {
    const { readerId } = readerOf(res);
    const data = (await giftLinksOf(readerId)).map(toLink);
    res.set('cache-control', 'no-store').json({ data, nextCursor: null });
  });

  router.post(expressPath(entitlement.revokeGiftLink), async (req, res) => {
    const { readerId } = readerOf(res);
    const { id } = parse(entitlement.revokeGiftLink.params, req.params);
    const link = await revokeGiftLink(id, readerId);
    if (link === null) throw refuse('gift-link-not-found');
    res.json(toLink(link));
  });

  return router;
}
