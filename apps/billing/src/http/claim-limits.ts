import { askingIp, refuseWhile, type Limiter } from '@gatefold/service-kit';
import type { Request, Response } from 'express';
import type { Claim } from '../usecases/withdraw.ts';

export type ClaimLimits = (req: Request, res: Response, claim: Claim) => Promise<void>;

type Deps = {
  readonly perPlace: Limiter;
  readonly perAddress: Limiter;
  readonly perOrder: Limiter;
  /** Of an address or a number: neither is kept as it is. */
  hash(text: string): string;
};

/**
 * So many tries with an address, with an order number, and from a place on the network, in a quarter of an hour.
 *
 * Each try counts, right or wrong, and before anything is looked up: neither the answer nor its time
 * tells whether there is such an address or such an order.
 */
export const claimLimits =
  ({ perPlace, perAddress, perOrder, hash }: Deps): ClaimLimits =>
  async (req, res, { email, orderNumber }) => {
    const place = askingIp(req, res);
    refuseWhile(res, place === null ? null : await perPlace.take(place));
    const [address, order] = await Promise.all([
      perAddress.take(hash(email.trim().toLowerCase())),
      perOrder.take(hash(orderNumber.trim().toUpperCase())),
    ]);
    refuseWhile(res, address ?? order);
  };
