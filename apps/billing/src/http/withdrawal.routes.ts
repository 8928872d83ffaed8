import { billing, expressPath } from '@gatefold/api';
import { at, fromMoneyJson, toMoneyJson, type Money } from '@gatefold/kernel';
import { parse } from '@gatefold/service-kit';
import { Router } from 'express';
import type { WithdrawalQuote } from '../domain/withdraw.ts';
import type { Claim } from '../usecases/withdraw.ts';
import type { ClaimLimits } from './claim-limits.ts';
import { traceOf } from './trace.ts';

type Deps = {
  quoteOfWithdrawal(claim: Claim): Promise<WithdrawalQuote>;
  withdrawFromContract(
    claim: Claim & { accepted: WithdrawalQuote; traceparent: string | null },
  ): Promise<{ certificateNumber: string; refund: Money }>;
  limits: ClaimLimits;
};

/** Withdrawing from a contract, which needs no account: what comes of it, then the word. */
export function withdrawalRoutes({ quoteOfWithdrawal, withdrawFromContract, limits }: Deps): Router {
  const router = Router();

  router.post(expressPath(billing.quoteWithdrawal), async (req, res) => {
    const claim = parse(billing.quoteWithdrawal.body, req.body);
    await limits(req, res, claim);
    const quote = await quoteOfWithdrawal(claim);
    res.set('cache-control', 'no-store').json({
      at: quote.at.toISOString(),
      until: quote.until.toISOString(),
      refund: toMoneyJson(quote.refund),
    });
  });

  router.post(expressPath(billing.withdraw), async (req, res) => {
    const { email, orderNumber, quote } = parse(billing.withdraw.body, req.body);
    await limits(req, res, { email, orderNumber });
    const accepted = { at: at(quote.at), until: at(quote.until), refund: fromMoneyJson(quote.refund) };
    const { certificateNumber, refund } = await withdrawFromContract({
      email,
      orderNumber,
      accepted,
      traceparent: traceOf(req),
    });
    res.set('cache-control', 'no-store').json({ certificateNumber, refund: toMoneyJson(refund) });
  });

  return router;
}
