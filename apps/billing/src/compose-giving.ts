import type { Router } from 'express';
import { approvalLimitRoutes } from './http/approval-limit.routes.ts';
import { giftRecordRoutes } from './http/gift-records.routes.ts';
import { giftRoutes } from './http/gifts.routes.ts';
import { refundRequestRoutes } from './http/refund-requests.routes.ts';
import { giveAway } from './usecases/give.ts';
import { refundPayment } from './usecases/refund-payment.ts';
import type { RefundRequests } from './usecases/review-ports.ts';
import { askForRefund, decideOnRefund } from './usecases/review-refund.ts';
import { giftsOf, letterOf, lookAtGift, redeem, settleGift, takeGiftBack } from './usecases/take-gift.ts';

/** What gifts, and money that goes back by the word of two people, need from the world. */
type GivingWorld = Parameters<typeof giveAway>[0] &
  Parameters<typeof takeGiftBack>[0] &
  Parameters<typeof refundPayment>[0] & { refundRequests: RefundRequests; epoch: number };

/** Where what is given, and given back, meets. */
export const givingRoutes = (world: GivingWorld): Router[] => [
  giftRoutes({
    giftOffers: world.gifts.offers,
    giveAway: giveAway(world),
    settleGift: settleGift(world),
    lookAtGift: lookAtGift(world),
    redeem: redeem(world),
    giftsOf: giftsOf(world),
    takeGiftBack: takeGiftBack(world),
    letterOf: letterOf(world),
    epoch: world.epoch,
  }),
  giftRecordRoutes(world),
  approvalLimitRoutes(world),
  refundRequestRoutes({
    ...world,
    askForRefund: askForRefund(world),
    decideOnRefund: decideOnRefund({
      ...world,
      refundPayment: refundPayment(world),
      takeGiftBack: takeGiftBack(world),
    }),
  }),
];
