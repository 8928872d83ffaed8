import { expressPath, mail } from '@gatefold/api';
import { parse, refuseCommon, requireService } from '@gatefold/service-kit';
import { Router } from 'express';
import { readReturned } from '../domain/returned-mail.ts';
import type { OwnAddress } from '../usecases/own-address.ts';
import { ownOnly } from './own-only.ts';

type Report = NonNullable<ReturnType<typeof readReturned>>;

type Deps = {
  ownAddress(readerId: string): Promise<OwnAddress>;
  trustAddress(readerId: string): Promise<void>;
  takeReport(report: Report): Promise<void>;
};

/** Whether a reader can be written to, and what came back. The address itself is identity's. */
export function addressRoutes({ ownAddress, trustAddress, takeReport }: Deps): Router {
  const router = Router();

  router.get(expressPath(mail.addressState), async (req, res) => {
    const { id } = parse(mail.addressState.params, req.params);
    ownOnly(res, id);
    res.set('cache-control', 'private, no-store').json(await ownAddress(id));
  });

  router.post(expressPath(mail.trustAddress), async (req, res) => {
    const { id } = parse(mail.trustAddress.params, req.params);
    ownOnly(res, id);
    await trustAddress(id);
    res.json({ trusted: true });
  });

  router.post(expressPath(mail.reportReturnedMail), async (req, res) => {
    if (requireService(res) !== 'cli') throw refuseCommon('not-allowed');
    const report = readReturned(parse(mail.reportReturnedMail.body, req.body).mail);
    if (report !== null) await takeReport(report);
    res.json({ outcome: report?.outcome ?? null });
  });

  return router;
}
