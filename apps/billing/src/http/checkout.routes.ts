import { billing, expressPath } from '@gatefold/api';
import { askingIp, callerOf, parse, readerOf, refuseCommon } from '@gatefold/service-kit';
import { Router, type Request, type Response } from 'express';
import { isApprovedKey } from '../domain/approval.ts';
import { revisionOf } from '../domain/revision.ts';
import type { CompletedCheckout } from '../usecases/complete-checkout.ts';
import type { StartCheckout, StartedCheckout } from '../usecases/start-checkout.ts';
import { traceOf } from './trace.ts';
import { subscriptionResponse } from './responses.ts';

type Deps = {
  startCheckout(command: StartCheckout): Promise<StartedCheckout>;
  completeCheckout(id: string, traceparent: string | null): Promise<CompletedCheckout>;
  epoch: number;
};

export function checkoutRoutes({ startCheckout, completeCheckout, epoch }: Deps): Router {
  const router = Router();

  router.post(expressPath(billing.startCheckout), async (req, res) => {
    const wanted = parse(billing.startCheckout.body, req.body);
    const { readerId, email, offer, publication, returnTo, consent, ...rest } = wanted;
    const { code, currency, reason, seats, locale } = rest;
    if (readerId !== undefined) checkBuyer(res, readerId);

    const {
      id,
      url,
      readerId: buyer,
      isNew,
    } = await startCheckout({
      readerId: readerId ?? null,
      email: email ?? null,
      offer,
      publication,
      code: code ?? null,
      currency: currency ?? null,
      seats: seats ?? null,
      reason: reason ?? null,
      locale: locale ?? null,
      returnTo,
      consentVersion: consent.version,
      ip: askingIp(req, res),
      idempotencyKey: idempotencyKeyOf(req),
    });

    res
      .status(isNew ? 201 : 200)
      .set('cache-control', 'no-store')
      .json({ id, url, readerId: buyer });
  });

  router.post(expressPath(billing.completeCheckout), async (req, res) => {
    const { id } = parse(billing.completeCheckout.params, req.params);

    const { status, returnTo, readerId, subscription } = await completeCheckout(id, traceOf(req));

    res.set('cache-control', 'no-store').json({
      status,
      returnTo,
      readerId,
      subscription: subscription === null ? null : subscriptionResponse(subscription, epoch),
      revision: subscription === null ? null : revisionOf(epoch, subscription),
    });
  });

  return router;
}

/** A verified reader buys for themselves; the site, the operator's tool and the development token for anyone. */
export function checkBuyer(res: Response, readerId: string): void {
  const caller = callerOf(res);
  if (caller.kind === 'service') {
    if (!['site', 'cli', 'dev'].includes(caller.name)) throw refuseCommon('not-allowed');
    return;
  }
  if (readerOf(res).readerId !== readerId) throw refuseCommon('not-allowed');
}

/**
 * Longer keys are cut off by nobody: they are refused as input, as is one by which what two people decided is carried
 * out.
 */
export function idempotencyKeyOf(req: Request): string | null {
  const key = req.get('idempotency-key');
  if (key === undefined) return null;
  if (!/^[\x21-\x7e]{1,200}$/.test(key) || isApprovedKey(key)) throw refuseCommon('invalid-input');
  return key;
}
