import { entitlement, expressPath } from '@gatefold/api';
import { json, Router } from 'express';

/** A thousand questions take more room than any other body. */
export function questionnaires(): Router {
  const router = Router();
  router.post(expressPath(entitlement.checkMany), json({ limit: '512kb' }));
  return router;
}
