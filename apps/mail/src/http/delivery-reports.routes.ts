import { expressPath, mail } from '@gatefold/api';
import { parse, refuseCommon } from '@gatefold/service-kit';
import express, { Router } from 'express';
import type { Outcome } from '../domain/delivery-report.ts';
import { refuse } from '../domain/refusals.ts';

type Signed = {
  readonly id: string | undefined;
  readonly timestamp: string | undefined;
  readonly signature: string | undefined;
  readonly body: Buffer;
};

type Deps = {
  isSignedReport(report: Signed): boolean;
  takeReport(report: { messageId: string; outcome: Outcome }): Promise<void>;
};

/** As it was sent, never unpacked: the signature is over its bytes. */
const raw = express.raw({ type: () => true, limit: '64kb', inflate: false });

/** Where the mail provider tells what became of mails. */
export function deliveryReportRoutes({ isSignedReport, takeReport }: Deps): Router {
  const router = Router();

  router.post(expressPath(mail.reportDelivery), raw, async (req, res) => {
    const body = Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0);
    const [id, timestamp, signature] = ['id', 'timestamp', 'signature'].map((part) =>
      req.get(`webhook-${part}`),
    );
    if (!isSignedReport({ id, timestamp, signature, body })) throw refuse('report-unsigned');

    await takeReport(parse(mail.reportDelivery.body, jsonIn(body)));

    res.status(202).json({ taken: true });
  });

  return router;
}

function jsonIn(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw refuseCommon('invalid-input');
  }
}
