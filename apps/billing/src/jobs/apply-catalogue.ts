import type { Logger, Worker } from '@gatefold/service-kit';
import type { Offer } from '../domain/offer.ts';

type Deps = {
  offers: readonly Offer[];
  /** Keeps the versions, and throws for one that was edited. */
  keep(): Promise<void>;
  /** Makes what is missing at Stripe. */
  apply(offer: Offer): Promise<unknown>;
  logger: Logger;
};

/**
 * Brings the catalogue to the database, without which nothing is sold, and to Stripe, which may be away:
 * the first checkout then asks again.
 */
export function applyCatalogue({ offers, keep, apply, logger }: Deps): Worker {
  // One after the other: offers share products.
  const applyAll = async (): Promise<void> => {
    for (const offer of offers)
      await apply(offer).catch((error: unknown) =>
        logger.warn({ err: error, offer: offer.key }, 'the offer is not in Stripe’s catalogue yet'),
      );
  };
  return {
    async start() {
      await keep();
      void applyAll();
    },
    async stop() {},
  };
}
