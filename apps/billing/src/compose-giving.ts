import type { Router } from 'express';
import { approvalRoutes } from './http/approvals.routes.ts';
import { giftRecordRoutes } from './http/gift-records.routes.ts';
import { giftRoutes } from './http/gifts.routes.ts';
import type { ApprovalRequests } from './usecases/approval-ports.ts';
import { askForCredit, askForRefund, askToEnd, decideOnRequest } from './usecases/approve.ts';
import { endNow } from './usecases/cancel-now.ts';
import { creditReader } from './usecases/credit-reader.ts';
import { giveAway } from './usecases/give.ts';
import { listRequests, lookAtRequest } from './usecases/look-at-request.ts';
import { refundPayment } from './usecases/refund-payment.ts';
import {
  giftsOf,
  letterOf,
  lookAtGift,
  quoteTaking,
  redeem,
  settleGift,
  takeGiftBack,
} from './usecases/take-gift.ts';

/** What gifts, and money that is given by the word of two people, need from the world. */
type GivingWorld = Parameters<typeof giveAway>[0] &
  Parameters<typeof takeGiftBack>[0] &
  Parameters<typeof refundPayment>[0] &
  Parameters<typeof creditReader>[0] &
  Parameters<typeof lookAtRequest>[0] &
  Parameters<typeof endNow>[0] & { approvalRequests: ApprovalRequests; epoch: number };

/** Where what is given, and given back, meets. */
export const givingRoutes = (world: GivingWorld): Router[] => [
  giftRoutes({
    giftOffers: world.gifts.offers,
    giveAway: giveAway(world),
    settleGift: settleGift(world),
    lookAtGift: lookAtGift(world),
    quoteTaking: quoteTaking(world),
    redeem: redeem(world),
    giftsOf: giftsOf(world),
    takeGiftBack: takeGiftBack(world),
    letterOf: letterOf(world),
    epoch: world.epoch,
  }),
  giftRecordRoutes(world),
  approvalRoutes({
    ...world,
    lookAtRequest: lookAtRequest(world),
    listRequests: listRequests(world),
    askForRefund: askForRefund(world),
    askForCredit: askForCredit(world),
    askToEnd: askToEnd(world),
    decideOnRequest: decideOnRequest({
      ...world,
      refundPayment: refundPayment(world),
      takeGiftBack: takeGiftBack(world),
      creditReader: creditReader(world),
      endNow: endNow(world),
    }),
  }),
];
