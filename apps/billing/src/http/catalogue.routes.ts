import { billing, expressPath } from '@gatefold/api';
import { toMoneyJson } from '@gatefold/kernel';
import { parse } from '@gatefold/service-kit';
import { Router } from 'express';
import type { CatalogueDraft } from '../domain/catalogue.ts';
import type { Interval } from '../domain/offer.ts';
import { titlesOf } from '../domain/titles.ts';
import type { Catalogues, SoldGift, SoldVersion } from '../usecases/catalogue-ports.ts';
import type { Applied, PlannedSale } from '../usecases/sell.ts';
import { actorOf } from './actor.ts';
import { requireAdmin, requireFinance } from './asker.ts';
import { draftFrom } from './catalogue-file.ts';

type Deps = {
  catalogues: Pick<Catalogues, 'versions' | 'giftVersions'>;
  planSale(draft: CatalogueDraft): Promise<PlannedSale>;
  applySale(wanted: { draft: CatalogueDraft; base?: string | null; actor: string }): Promise<Applied>;
};

/** What is sold, as its publisher edits it. */
export function catalogueRoutes({ catalogues, planSale, applySale }: Deps): Router {
  const router = Router();

  router.post(expressPath(billing.planCatalogue), async (req, res) => {
    requireFinance(res);
    const { file } = parse(billing.planCatalogue.body, req.body);
    res.json(planResponse(await planSale(draftFrom(file))));
  });

  router.put(expressPath(billing.applyCatalogue), async (req, res) => {
    requireAdmin(res);
    const { file, base } = parse(billing.applyCatalogue.body, req.body);
    const draft = draftFrom(file);
    const applied = await applySale({ draft, actor: actorOf(res), ...(base === undefined ? {} : { base }) });
    const made = applied.made.map(({ kind, name }) => ({ kind, name }));
    res.json({ ...planResponse(applied), id: applied.id, made });
  });

  router.get(expressPath(billing.listOfferVersions), async (_req, res) => {
    requireFinance(res);
    const versions = await catalogues.versions();
    res.set('cache-control', 'no-store').json({ data: versions.map(versionResponse), nextCursor: null });
  });

  router.get(expressPath(billing.listGiftVersions), async (_req, res) => {
    requireFinance(res);
    const versions = await catalogues.giftVersions();
    res.set('cache-control', 'no-store').json({ data: versions.map(giftVersionResponse), nextCursor: null });
  });

  return router;
}

const planResponse = ({ base, changes }: PlannedSale) => ({
  base,
  isChange: changes.some(({ change }) => change !== 'same'),
  changes,
});

const versionResponse = ({ offer, isOnSale, since, subscriptions }: SoldVersion) => ({
  key: offer.key,
  version: offer.version,
  name: offer.name,
  publications: [...titlesOf(offer)],
  product: offer.product,
  bundle: offer.bundle,
  audience: offer.audience ?? null,
  phases: offer.phases.map(({ key, charges, interval, amount }) => ({
    key,
    charges,
    every: inWords(interval),
    amount: toMoneyJson(amount),
  })),
  isOnSale,
  since: since.toISOString(),
  subscriptions,
});

const giftVersionResponse = ({ gift, isOnSale, since, sold }: SoldGift) => ({
  key: gift.key,
  version: gift.version,
  name: gift.name,
  publication: gift.publication,
  product: gift.product,
  bundle: gift.bundle,
  amount: toMoneyJson(gift.amount),
  length: inWords(gift.length),
  isOnSale,
  since: since.toISOString(),
  sold,
});

const inWords = ({ unit, count }: Interval): string => (count === 1 ? unit : `${count} ${unit}s`);
