import { CatalogueFile } from '@gatefold/api';
import { createBuyer, type Answer } from './buying.ts';
import { startBilling } from './harness.ts';
import { paperFile } from './paper.ts';

export type Plan = {
  base: string;
  isChange: boolean;
  id: string;
  made: { kind: string; name: string }[];
};

/** The paper's file with the list price of its first offer at `amount`, under words of that name. */
export const priced = (amount: string, consent: string): typeof paperFile =>
  CatalogueFile.parse({
    ...paperFile,
    offers: {
      ...paperFile.offers,
      digital: {
        ...paperFile.offers['digital'],
        phases: paperFile.offers['digital']!.phases.map((phase) =>
          phase.key === 'standard' ? { ...phase, amount: { USD: amount } } : phase,
        ),
        consent: { version: consent, text: { USD: `You pay $1, then 13 times $9, then $${amount}.` } },
        translations: undefined,
      },
    },
  });

/** A file with one more offer, `name`. */
export const withOffer = (name: string, offer: object): unknown => ({
  ...paperFile,
  offers: {
    ...paperFile.offers,
    [name]: { product: 'digital', bundle: 'all-access', benefits: [], ...offer },
  },
});

/** Billing with an operator who puts files on sale, and somebody who buys what is in them. */
export async function startSelling() {
  const billing = await startBilling();
  const buyer = createBuyer(billing);
  const asOperator = async (method: 'post' | 'put', where: string, body: object) =>
    billing.api[method](where)
      .set('authorization', `Bearer ${await billing.tokenOf('cli')}`)
      .send(body);
  return {
    billing,
    buyer,
    plan: (file: unknown) => asOperator('post', '/v1/catalogue/plan', { file: file as object }),
    apply: (file: unknown, base?: string | null) =>
      asOperator('put', '/v1/catalogue', { file, ...(base === undefined ? {} : { base }) }),
    async buyUnder(offer: string, consent: string, more: object = {}) {
      const email = `${offer}-${consent}@meridian.example`;
      const wanted = { email, offer, consent: { version: consent, accepted: true }, ...more };
      const opened = await buyer.open(wanted).expect(201);
      const { id, url } = opened.body as { id: string; url: string };
      await buyer.pay(url, undefined, email);
      return ((await buyer.complete(id)).body as { subscription: Answer }).subscription;
    },
  };
}

export type Selling = Awaited<ReturnType<typeof startSelling>>;
