import { expressPath, identity } from '@gatefold/api';
import { parse } from '@gatefold/service-kit';
import { Router } from 'express';
import type { createMailedLinks, openMailedLink } from '../usecases/mailed-actions.ts';
import { requireOneOf } from './callers.ts';

type Deps = {
  createMailedLinks: ReturnType<typeof createMailedLinks>;
  openMailedLink: ReturnType<typeof openMailedLink>;
};

/** Links of mails that do one thing. Mail has them made, the site opens them. */
export function mailedLinkRoutes({ createMailedLinks, openMailedLink }: Deps): Router {
  const router = Router();

  router.post(expressPath(identity.createMailedLinks), async (req, res) => {
    requireOneOf(res, ['mail']);
    const { id: readerId } = parse(identity.createMailedLinks.params, req.params);
    const asked = parse(identity.createMailedLinks.body, req.body);
    res
      .status(201)
      .set('cache-control', 'no-store')
      .json({ links: await createMailedLinks({ readerId, ...asked }) });
  });

  router.post(expressPath(identity.openMailedLink), async (req, res) => {
    requireOneOf(res, ['site']);
    const opened = await openMailedLink(parse(identity.openMailedLink.body, req.body));
    const { purpose, subject, readerId, email, token, tokenExpiresAt } = opened;
    res
      .set('cache-control', 'no-store')
      .json({ purpose, subject, readerId, email, token, tokenExpiresAt: tokenExpiresAt.toISOString() });
  });

  return router;
}
