import { billing, expressPath } from '@gatefold/api';
import { toMoneyJson, type Money } from '@gatefold/kernel';
import { parse } from '@gatefold/service-kit';
import { Router, type Request } from 'express';
import { evidenceLines, type Evidence } from '../domain/evidence.ts';
import { pdfOf } from '../domain/pdf-text.ts';
import { refuse } from '../domain/refusals.ts';
import { requireFinance } from './asker.ts';

type Deps = { evidenceOf(subscriptionId: string): Promise<Evidence | null> };

/** What a dispute is answered with. */
export function evidenceRoutes({ evidenceOf }: Deps): Router {
  const router = Router();
  const found = async (req: Request): Promise<Evidence> => {
    const evidence = await evidenceOf(parse(billing.evidencePack.params, req.params).id);
    if (evidence === null) throw refuse('subscription-not-found');
    return evidence;
  };
  router.get(expressPath(billing.evidenceDocument), async (req, res) => {
    requireFinance(res);
    const evidence = await found(req);
    const file = pdfOf(`Evidence for order ${evidence.orderNumber}`, evidenceLines(evidence));
    res
      .set('content-type', 'application/pdf')
      .set('content-disposition', `attachment; filename="evidence-${evidence.orderNumber}.pdf"`)
      .set('cache-control', 'no-store')
      .send(Buffer.from(file, 'latin1'));
  });
  router.get(expressPath(billing.evidencePack), async (req, res) => {
    requireFinance(res);
    res.set('cache-control', 'no-store').json(packResponse(await found(req)));
  });
  return router;
}

const moneyOrNull = (amount: Money | null) => (amount === null ? null : toMoneyJson(amount));

/** Instants become text by themselves; money does not. */
const packResponse = (evidence: Evidence) => ({
  ...evidence,
  card: evidence.card === null ? null : { brand: evidence.card.brand, last4: evidence.card.last4 },
  prices: evidence.prices.map((price) => ({ ...price, amount: toMoneyJson(price.amount) })),
  charges: evidence.charges.map((charge) => ({
    ...charge,
    amount: toMoneyJson(charge.amount),
    refunded: toMoneyJson({ ...charge.amount, amount: charge.refunded }),
  })),
  history: evidence.history.map((one) => ({ ...one, amount: moneyOrNull(one.amount) })),
});
