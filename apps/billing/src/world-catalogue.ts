import { refuseCommon, type Logger, type Worker } from '@gatefold/service-kit';
import { postgresCatalogues, type SoldIn } from './adapters/postgres/catalogues.ts';
import type { Catalogue } from './domain/on-sale.ts';
import { usualRules, type HouseRules } from './domain/house-rules.ts';
import { createTicker } from './jobs/ticker.ts';
import type { CatalogueWrites } from './usecases/catalogue-ports.ts';
import type { Offers } from './usecases/ports.ts';
import { finishSale } from './usecases/sell.ts';

/** How soon one process hears of what another has put on sale. */
const LOOK_EVERY_MS = 5_000;

const nothing: Catalogue = { offers: [], gifts: [], promotions: [], rules: usualRules };

/** What is sold now, as this process knows it: read at the start, after each change, and every few seconds. */
export function shelfIn(database: SoldIn, logger: Logger) {
  const catalogues = postgresCatalogues(database);
  let seen: Catalogue | null = null;
  const look = async (): Promise<void> => {
    seen = (await catalogues.read()).onSale ?? nothing;
  };
  /** Who has not looked yet does not say that nothing is sold. */
  const sold = (): Catalogue => {
    if (seen === null) throw refuseCommon('temporarily-unavailable');
    return seen;
  };
  const offers: Offers = { current: () => sold().offers, promotions: () => sold().promotions };
  return {
    catalogues,
    offers,
    giftOffers: () => sold().gifts,
    houseRules: liveRules(() => sold().rules),
    refreshOffers: look,
    /** Goes on with what a process that died has begun. */
    workerOf: (stripe: CatalogueWrites): Worker => {
      const finish = finishSale({ catalogues, stripe, onChange: look });
      const ticker = createTicker({
        what: 'looking at what is sold',
        everyMs: LOOK_EVERY_MS,
        async work() {
          await look();
          return 0;
        },
        logger,
      });
      return {
        async start() {
          await look();
          if (sold().offers.length === 0) logger.warn('nothing is on sale yet: see `gatefold offers apply`');
          void finish().catch((error: unknown) =>
            logger.warn({ err: error }, 'what was being put on sale is not at Stripe yet'),
          );
          await ticker.start();
        },
        stop: () => ticker.stop(),
      };
    },
  };
}

/** Rules that are always the present ones, for those who were given them once. */
const liveRules = (now: () => HouseRules): HouseRules => ({
  get pause() {
    return now().pause;
  },
  get saveOffer() {
    return now().saveOffer;
  },
  get winBack() {
    return now().winBack;
  },
  get priceRise() {
    return now().priceRise;
  },
  get renewalReminder() {
    return now().renewalReminder;
  },
  get cardExpiring() {
    return now().cardExpiring;
  },
  get withdrawal() {
    return now().withdrawal;
  },
  get introOnce() {
    return now().introOnce;
  },
  moneyBack: {
    get keepsAfterFullRefund() {
      return now().moneyBack.keepsAfterFullRefund;
    },
    get endsWhenDisputed() {
      return now().moneyBack.endsWhenDisputed;
    },
    get holdsWhileDisputed() {
      return now().moneyBack.holdsWhileDisputed;
    },
  },
});
