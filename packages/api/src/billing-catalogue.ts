import { z } from 'zod';
import { Currency, Offer as SoldOffer } from './billing-shapes.ts';
import { endpoint } from './endpoint.ts';
import { Instant, Locale, Money, page } from './shapes.ts';
import { CatalogueFile } from './catalogue-file.ts';

const Change = z.object({
  what: z.enum(['offer', 'gift', 'code', 'rules']),
  key: z.string(),
  /** `back` is a version that was sold before. */
  change: z.enum(['new', 'changed', 'back', 'withdrawn', 'same']),
  /** Of an offer or a gift: which version is sold then. */
  version: z.int().nullable(),
  fields: z.array(
    z.object({ field: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
  ),
});

const Plan = z
  .object({
    /** What is on sale now; hand it back with `apply` to change only what was seen. */
    base: z.uuid().nullable(),
    isChange: z.boolean(),
    changes: z.array(Change),
  })
  .meta({ id: 'CataloguePlan' });

const Version = z
  .object({
    key: z.string(),
    version: z.int(),
    name: z.string(),
    /** The titles that sell it, its own first. */
    publications: z.array(z.string()),
    product: z.string(),
    bundle: z.string(),
    audience: z.string().nullable(),
    phases: z.array(
      z.object({ key: z.string(), charges: z.int().nullable(), every: z.string(), amount: Money }),
    ),
    isOnSale: z.boolean(),
    /** When it was first put on sale. */
    since: Instant,
    /** How many have it now. */
    subscriptions: z.int(),
  })
  .meta({ id: 'OfferVersion' });

const GiftVersion = z
  .object({
    key: z.string(),
    version: z.int(),
    name: z.string(),
    publication: z.string(),
    product: z.string(),
    bundle: z.string(),
    amount: Money,
    length: z.string(),
    isOnSale: z.boolean(),
    /** When it was first put on sale. */
    since: Instant,
    /** How many were ever paid for. */
    sold: z.int(),
  })
  .meta({ id: 'GiftVersion' });

/** What is sold, as its publisher edits it. */
export const billingCatalogue = {
  listOffers: endpoint({
    method: 'get',
    path: '/v1/offers',
    summary:
      'What is for sale now, in its main currency or, where it is sold in it, in the one that is asked for.',
    caller: 'anyone',
    query: z.object({ currency: Currency.optional(), locale: Locale.optional() }),
    status: 200,
    answer: page(SoldOffer),
    problems: [],
  }),
  planCatalogue: endpoint({
    method: 'post',
    path: '/v1/catalogue/plan',
    summary: 'What would change if this file were applied. Changes nothing.',
    caller: 'finance',
    body: z.strictObject({ file: CatalogueFile }),
    status: 200,
    answer: Plan,
    problems: ['catalogue-invalid'],
  }),
  applyCatalogue: endpoint({
    method: 'put',
    path: '/v1/catalogue',
    summary:
      'Puts this file on sale: new versions where terms differ, at Stripe as well. Whoever has bought keeps what they bought. A repeat changes nothing.',
    caller: 'admin',
    body: z.strictObject({ file: CatalogueFile, base: z.uuid().nullable().optional() }),
    status: 200,
    answer: Plan.extend({
      id: z.uuid(),
      /** What was made at Stripe just now. */
      made: z.array(z.object({ kind: z.enum(['product', 'price', 'coupon']), name: z.string() })),
    }),
    problems: ['catalogue-invalid', 'catalogue-changed', 'catalogue-differs-at-stripe'],
  }),
  listOfferVersions: endpoint({
    method: 'get',
    path: '/v1/catalogue/versions',
    summary: 'Every version of every offer that was ever on sale, and how many have it.',
    caller: 'finance',
    status: 200,
    answer: page(Version),
    problems: [],
  }),
  listGiftVersions: endpoint({
    method: 'get',
    path: '/v1/catalogue/gift-versions',
    summary: 'Every version of every gift that was ever on sale, and how many were bought.',
    caller: 'finance',
    status: 200,
    answer: page(GiftVersion),
    problems: [],
  }),
} as const;
