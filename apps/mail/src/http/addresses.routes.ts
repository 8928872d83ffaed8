import { expressPath, mail } from '@gatefold/api';
import { parse } from '@gatefold/service-kit';
import { Router } from 'express';
import { ownOnly } from './own-only.ts';

type Deps = {
  ownAddress(readerId: string): Promise<Date | null>;
  trustAddress(readerId: string): Promise<void>;
};

/** Whether a reader can be written to. The address itself is identity's. */
export function addressRoutes({ ownAddress, trustAddress }: Deps): Router {
  const router = Router();

  router.get(expressPath(mail.addressState), async (req, res) => {
    const { id } = parse(mail.addressState.params, req.params);
    ownOnly(res, id);
    const since = await ownAddress(id);
    res.set('cache-control', 'private, no-store').json({ undeliverableSince: since?.toISOString() ?? null });
  });

  router.post(expressPath(mail.trustAddress), async (req, res) => {
    const { id } = parse(mail.trustAddress.params, req.params);
    ownOnly(res, id);
    await trustAddress(id);
    res.json({ trusted: true });
  });

  return router;
}
